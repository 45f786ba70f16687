package io.twelvefactor.operator.status;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.api.v1alpha1.ConfigSourceStatus;
import io.twelvefactor.api.v1alpha1.DriftReport;
import io.twelvefactor.api.v1alpha1.Exposure;
import io.twelvefactor.api.v1alpha1.FactorVerdict;
import io.twelvefactor.api.v1alpha1.ProcessStatus;
import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import io.twelvefactor.operator.apply.Applied;
import io.twelvefactor.operator.factor.Evidence;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.LifeFact;
import io.twelvefactor.operator.observe.LoadBalancers;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.ProcessTypes;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.rules.Assessment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the whole status afresh from what a pass saw and did. */
public final class StatusFactory {
  private final Duration patience;

  /**
   * @param patience how long a release may wait for something before the app counts as stalled
   */
  public StatusFactory(Duration patience) {
    this.patience = patience;
  }

  /** The status of an app that is reconciled and breaks no rule. */
  public TwelveFactorAppStatus of(
      TwelveFactorApp app, Plan plan, Applied applied, Rollout rollout, Facts facts) {
    return of(app, plan, applied, rollout, facts, Assessment.clean());
  }

  /** The status of an app that is reconciled. */
  public TwelveFactorAppStatus of(
      TwelveFactorApp app,
      Plan plan,
      Applied applied,
      Rollout rollout,
      Facts facts,
      Assessment rules) {
    Situation situation = Situation.of(app, plan, applied, rollout, facts, patience);
    Optional<TwelveFactorAppStatus> before = Optional.ofNullable(app.getStatus());
    DriftReport drift =
        applied.drift().or(() -> before.map(TwelveFactorAppStatus::lastDrift)).orElse(null);
    List<ConfigSourceStatus> config = new AttachedConditions(app, plan, facts).sourceStatus();
    List<FactorVerdict> verdicts =
        Scorecard.of(
            new Evidence(app.getSpec(), plan, facts, Optional.ofNullable(drift), rules, config));
    List<ProcessStatus> processes = processes(app, facts);
    Optional<Pinned> pinned = Pinned.of(app, plan);
    return new TwelveFactorAppStatus(
        app.getMetadata().getGeneration(),
        conditions(app, situation, plan, pinned, processes, facts),
        plan.current().map(Release::number).orElse(null),
        plan.aim().filter(aim -> plan.moves()).map(Release::number).orElse(null),
        pinned.flatMap(Pinned::to).orElse(null),
        ReleaseHistory.of(plan),
        processes,
        "%d/%d"
            .formatted(
                processes.stream().mapToInt(ProcessStatus::ready).sum(),
                processes.stream().mapToInt(ProcessStatus::desired).sum()),
        verdicts,
        Scorecard.compliance(verdicts),
        url(app, facts),
        drift,
        config);
  }

  /** The status of an app whose reconciling is switched off: as it was, and saying so. */
  public static TwelveFactorAppStatus suspended(TwelveFactorApp app, Facts facts) {
    TwelveFactorAppStatus was =
        app.getStatus() == null ? TwelveFactorAppStatus.empty() : app.getStatus();
    Conditions conditions =
        new Conditions(was.conditions(), facts.now(), app.getMetadata().getGeneration());
    Optional<Condition> ready = was.condition(Conditions.READY);
    conditions.set(
        Conditions.READY,
        ready.filter(c -> c.status().equals("True")).isPresent(),
        ready.map(Condition::reason).orElse("Suspended"),
        ready.map(Condition::message).orElse("nothing has been reconciled yet"));
    was.condition(Conditions.AVAILABLE)
        .ifPresent(
            c ->
                conditions.set(
                    Conditions.AVAILABLE, c.status().equals("True"), c.reason(), c.message()));
    conditions.set(
        Conditions.SUSPENDED,
        true,
        "Suspended",
        "spec.suspend is true: nothing of this app is changed until it is false");
    return was.with(app.getMetadata().getGeneration(), conditions.build());
  }

  private static List<Condition> conditions(
      TwelveFactorApp app,
      Situation situation,
      Plan plan,
      Optional<Pinned> pinned,
      List<ProcessStatus> processes,
      Facts facts) {
    List<Condition> before = app.getStatus() == null ? List.of() : app.getStatus().conditions();
    Conditions conditions = new Conditions(before, facts.now(), app.getMetadata().getGeneration());
    switch (situation.kind()) {
      case RECONCILING ->
          conditions.set(Conditions.RECONCILING, true, situation.reason(), situation.message());
      case STALLED ->
          conditions.set(Conditions.STALLED, true, situation.reason(), situation.message());
      case READY -> {}
    }
    conditions.set(
        Conditions.READY,
        situation.kind() == Situation.Kind.READY,
        situation.reason(),
        situation.message());
    List<String> without =
        processes.stream()
            .filter(process -> isOfCurrent(process, plan))
            .filter(process -> process.desired() > 0 && process.ready() == 0)
            .map(ProcessStatus::name)
            .toList();
    boolean available = plan.current().isPresent() && without.isEmpty();
    conditions.set(
        Conditions.AVAILABLE,
        available,
        available ? "Serving" : "NotServing",
        available
            ? "every process type has a ready replica"
            : plan.current().isEmpty()
                ? "no release has become current yet"
                : "no replica is ready of: " + String.join(", ", without));
    new AttachedConditions(app, plan, facts).add(conditions);
    LoadBalancerCondition.add(conditions, app, facts);
    pinned.ifPresent(
        pin ->
            conditions.set(Conditions.PINNED, pin.to().isPresent(), pin.reason(), pin.message()));
    return conditions.build();
  }

  /** A process type that only a later release has takes nothing away from what serves. */
  private static boolean isOfCurrent(ProcessStatus process, Plan plan) {
    return plan.current().flatMap(r -> r.inputs().process(process.name())).isPresent();
  }

  private static List<ProcessStatus> processes(TwelveFactorApp app, Facts facts) {
    List<ProcessStatus> processes = new ArrayList<>();
    for (ProcessType process : ProcessTypes.of(app.getSpec())) {
      int ready =
          (int)
              facts.pods().stream()
                  .filter(pod -> pod.process().equals(process.name()))
                  .filter(pod -> !pod.terminating())
                  .filter(PodFact::ready)
                  .count();
      int desired =
          facts
              .children()
              .find(Deployment.class, Names.of(app.getMetadata().getName(), process.name()))
              .filter(deployment -> process.autoscaling() != null)
              .map(deployment -> deployment.getSpec().getReplicas())
              .orElse(ProcessTypes.replicas(process));
      LifeFact life = facts.life(process.name());
      processes.add(new ProcessStatus(process.name(), desired, ready, life.start(), life.stop()));
    }
    return processes;
  }

  private static String url(TwelveFactorApp app, Facts facts) {
    return ProcessTypes.of(app.getSpec()).stream()
        .filter(process -> process.expose() != null)
        .findFirst()
        .flatMap(process -> url(app, process, facts))
        .orElse(null);
  }

  private static Optional<String> url(TwelveFactorApp app, ProcessType process, Facts facts) {
    Exposure expose = process.expose();
    String ingress = Names.of(app.getMetadata().getName(), process.name());
    Optional<String> host =
        expose.hosts().stream().findFirst().or(() -> LoadBalancers.address(facts, ingress));
    return host.map(name -> (expose.overTls() ? "https://" : "http://") + name);
  }
}
