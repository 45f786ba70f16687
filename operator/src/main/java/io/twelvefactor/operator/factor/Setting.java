package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.twelvefactor.api.v1alpha1.AdminProcess;
import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.ProcessTypes;
import io.twelvefactor.operator.release.Release;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the surround parts may look at.
 *
 * <p>What belongs to the app as a whole (scale, schedule, exposure) is read from the spec and
 * follows it at once. What belongs to a release (templates, ports, the existence of a process) is
 * read from the releases in force: a process is at the target once there is one to roll out, and a
 * process that only the current release has stays until the target has become current.
 */
public record Setting(
    String namespace, String name, TwelveFactorAppSpec spec, Plan plan, Facts facts) {

  /**
   * A process type in force.
   *
   * @param inputs what its pods are made of
   * @param release the release they come from
   * @param template their template, as frozen in that release
   * @param declared what the spec says of it now; empty once it is gone from the spec
   */
  public record InForce<T>(
      PodInputs inputs, Release release, PodTemplateSpec template, Optional<T> declared) {}

  /** The process types that are to run, in the order of the releases. */
  public List<InForce<ProcessType>> processes() {
    Map<String, InForce<ProcessType>> found = new LinkedHashMap<>();
    // Current first, then the target in its place.
    plan.live()
        .forEach(
            release ->
                release
                    .inputs()
                    .processes()
                    .forEach(p -> found.put(p.name(), process(release, p))));
    return List.copyOf(found.values());
  }

  /** The admin processes that may run: those of the release that runs, or of the first one. */
  public List<InForce<AdminProcess>> adminProcesses() {
    return plan.current()
        .or(plan::target)
        .map(
            release ->
                release.inputs().adminProcesses().stream()
                    .map(p -> adminProcess(release, p))
                    .toList())
        .orElse(List.of());
  }

  /** The port that a Service leads to: the target's, or the current one's until that is gone. */
  public Optional<PodInputs> bound(InForce<ProcessType> process) {
    if (process.inputs().bindsPort()) {
      return Optional.of(process.inputs());
    }
    return plan.current()
        .filter(current -> plan.rollingOut())
        .flatMap(current -> current.inputs().process(process.inputs().name()))
        .filter(PodInputs::bindsPort);
  }

  private InForce<ProcessType> process(Release release, PodInputs inputs) {
    return new InForce<>(
        inputs,
        release,
        release.templates().processes().get(inputs.name()),
        ProcessTypes.find(spec, inputs.name()));
  }

  private InForce<AdminProcess> adminProcess(Release release, PodInputs inputs) {
    return new InForce<>(
        inputs,
        release,
        release.templates().adminProcesses().get(inputs.name()),
        spec.adminProcesses().stream().filter(a -> a.name().equals(inputs.name())).findFirst());
  }
}
