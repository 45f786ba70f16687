package io.twelvefactor.operator.factor;

import io.twelvefactor.api.v1alpha1.ConfigSourceStatus;
import io.twelvefactor.api.v1alpha1.DriftReport;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.rules.Assessment;
import java.util.List;
import java.util.Optional;

/**
 * What the judges may look at.
 *
 * @param spec what is declared
 * @param plan which release runs and which is to run
 * @param facts what was seen
 * @param drift the last change by somebody else that was taken back
 * @param rules how the spec stands to the rules
 * @param config what is seen of the app's AppConfig sources
 */
public record Evidence(
    TwelveFactorAppSpec spec,
    Plan plan,
    Facts facts,
    Optional<DriftReport> drift,
    Assessment rules,
    List<ConfigSourceStatus> config) {

  /** Where the rules have nothing to say. */
  public Evidence(TwelveFactorAppSpec spec, Plan plan, Facts facts, Optional<DriftReport> drift) {
    this(spec, plan, facts, drift, Assessment.clean(), List.of());
  }

  /** The release that runs, or the first one while it is being brought up. */
  public Optional<Release> running() {
    return plan.current().or(plan::target);
  }

  /** Pods of the process types that are not on their way out. */
  public List<PodFact> pods() {
    return facts.pods().stream().filter(pod -> !pod.terminating()).toList();
  }
}
