package io.twelvefactor.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.api.v1alpha1.DriftReport;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.ReleaseStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import io.twelvefactor.operator.apply.Applied;
import io.twelvefactor.operator.it.StatusOracle;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.release.Fate;
import io.twelvefactor.operator.release.Hold;
import io.twelvefactor.operator.release.Origin;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.sample.Sample;
import io.twelvefactor.operator.sample.SomeFacts;
import io.twelvefactor.operator.sample.SomePod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every status the app can be told of, each held against the oracle. */
class StatusTest {
  private static final String SPEC = "replicas: 2";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final TwelveFactorApp app = Sample.app(SPEC);
  private final Release first = Sample.release(1, app, ReleaseOutcome.Current);
  private final Release second = Sample.release(2, app, ReleaseOutcome.Releasing);

  @Test
  void isReadyOnceEveryReplicaIsAvailable() {
    // When
    TwelveFactorAppStatus status = tell(Sample.running(first), Applied.nothing(), complete(1));
    // Then
    assertThat(summary(status)).isEqualTo("Ready=True/Current Available=True/Serving");
    assertThat(status.currentRelease()).isEqualTo(1);
    assertThat(status.targetRelease()).isNull();
    assertThat(status.processesReady()).isEqualTo("2/2");
  }

  @Test
  void reconcilesWhileAReleaseIsBroughtUp() {
    TwelveFactorAppStatus status =
        tell(Sample.rollingOut(first, second), Applied.nothing(), progressing(2, ""));
    assertThat(summary(status))
        .isEqualTo("Reconciling=True/Releasing Ready=False/Releasing Available=True/Serving");
    assertThat(status.targetRelease()).isEqualTo(2);
    assertThat(outcomes(status)).isEqualTo("2=Releasing 1=Current");
    assertThat(message(status, "Ready")).contains("Deployment/shop-web has 1 of 2");
  }

  @Test
  void reconcilesWhileReplicasAreMissing() {
    assertThat(summary(tell(Sample.running(first), Applied.nothing(), progressing(1, ""))))
        .startsWith("Reconciling=True/ReplicasNotReady Ready=False/ReplicasNotReady");
  }

  @Test
  void stallsWhereAReleaseFailedWhileTheOldOneServes() {
    TwelveFactorAppStatus status =
        tell(
            Sample.rollingOut(first, second).settled(Fate.of(ReleaseOutcome.Failed)),
            Applied.nothing(),
            progressing(2, DEADLINE));
    assertThat(summary(status))
        .isEqualTo("Stalled=True/ReleaseFailed Ready=False/ReleaseFailed Available=True/Serving");
    assertThat(outcomes(status)).isEqualTo("2=Failed 1=Current");
    assertThat(message(status, "Stalled"))
        .contains("release 2 could not be brought up", "release 1 goes on serving");
  }

  @Test
  void staysFailedThoughTheDeploymentNoLongerSaysSo() {
    assertThat(
            summary(
                tell(
                    Sample.rollingOut(first, second).settled(Fate.of(ReleaseOutcome.Failed)),
                    Applied.nothing(),
                    progressing(2, ""))))
        .startsWith("Stalled=True/ReleaseFailed");
  }

  @Test
  void stallsOnANameConflictAndStillShowsTheReleaseThatWaits() {
    // Given
    Plan held = Sample.rollingOut(first, second).held(Hold.stalled("NameConflict", "Service/x"));
    Applied conflict = new Applied(List.of(), List.of("Service/x"), List.of(), Optional.empty());
    // When
    TwelveFactorAppStatus status = tell(held, conflict, complete(1));
    // Then
    assertThat(summary(status)).startsWith("Stalled=True/NameConflict Ready=False/NameConflict");
    assertThat(message(status, "Ready")).contains("Service/x", "left untouched");
    assertThat(outcomes(status)).isEqualTo("2=Releasing 1=Current");
  }

  @Test
  void stallsOnARefusal() {
    TwelveFactorAppStatus status =
        tell(
            Sample.running(first),
            new Applied(
                List.of(), List.of(), List.of("Service/x was refused: no"), Optional.empty()),
            complete(1));
    assertThat(summary(status)).startsWith("Stalled=True/ObjectRefused");
    assertThat(message(status, "Stalled")).isEqualTo("Service/x was refused: no");
  }

  @Test
  void waitsAndAfterAWhileGivesUp() {
    // Given
    Hold hold = Hold.waiting("ConfigMissing", "ConfigMap flags does not exist");
    Plan held = Sample.running(first).held(hold);
    // When
    TwelveFactorAppStatus waiting = tell(held, Applied.nothing(), complete(1));
    app.setStatus(waiting);
    TwelveFactorAppStatus patient =
        tell(held, Applied.nothing(), later(complete(1), PATIENCE.minusSeconds(1)));
    TwelveFactorAppStatus impatient = tell(held, Applied.nothing(), later(complete(1), PATIENCE));
    app.setStatus(impatient);
    TwelveFactorAppStatus still =
        tell(held, Applied.nothing(), later(complete(1), PATIENCE.plusDays(1)));
    // Then
    assertThat(summary(waiting)).startsWith("Reconciling=True/ConfigMissing Ready=False");
    assertThat(patient).isEqualTo(waiting);
    assertThat(summary(impatient)).startsWith("Stalled=True/ConfigMissing Ready=False");
    assertThat(still).isEqualTo(impatient);
  }

  @Test
  void aReleaseWhoseCommandRunsIsPending() {
    // Given
    Plan waiting =
        new Plan(
            Sample.ledger(first, second),
            Optional.of(first),
            Optional.of(first),
            false,
            Optional.of(Hold.ending("ReleaseCommandRunning", "kubectl logs job/shop-release-2")),
            Optional.of(second),
            Optional.empty());
    // When
    TwelveFactorAppStatus status = tell(waiting, Applied.nothing(), complete(1));
    app.setStatus(status);
    TwelveFactorAppStatus hoursLater =
        tell(waiting, Applied.nothing(), later(complete(1), PATIENCE.multipliedBy(20)));
    // Then
    assertThat(summary(status)).startsWith("Reconciling=True/ReleaseCommandRunning Ready=False");
    assertThat(outcomes(status)).isEqualTo("2=Pending 1=Current");
    assertThat(status.targetRelease()).isEqualTo(2);
    assertThat(hoursLater).as("it has a time of its own").isEqualTo(status);
  }

  @Test
  void aPinnedAppSaysToWhat() {
    // Given
    TwelveFactorApp pinned = Sample.app(SPEC + "\nrelease: {rollbackTo: 1}");
    Release again =
        new Release(
            3,
            first.fingerprint(),
            first.inputs(),
            first.templates(),
            first.createdAt(),
            null,
            new Origin("rollback to release 1", "argocd", new Origin.Rollback(1, "1"), false),
            Fate.of(ReleaseOutcome.Current));
    Plan plan =
        new Plan(
            Sample.ledger(first, second, again),
            Optional.of(again),
            Optional.of(again),
            false,
            Optional.empty());
    // When
    TwelveFactorAppStatus status =
        new StatusFactory(PATIENCE)
            .of(pinned, plan, Applied.nothing(), Rollout.of(plan, complete(3)), complete(3));
    // Then
    assertThat(check(status)).isEmpty();
    assertThat(summary(status))
        .isEqualTo("Ready=True/Current Available=True/Serving Pinned=True/RollbackTo");
    assertThat(message(status, "Pinned")).startsWith("pinned to release 1 by");
    assertThat(status.pinnedTo()).isEqualTo(1);
    assertThat(status.releases().get(0).manager()).isEqualTo("argocd");
    assertThat(status.releases().get(0).digest()).startsWith("sha256:0");
    assertThat(status.releases().get(0).secretsCurrent()).isNull();
  }

  @Test
  void whatWasTakenAwayStallsAndWhatWasGivenBackIsSuperseded() {
    // Given
    Release away = second.with(new Fate(ReleaseOutcome.RolledBack, "it crashed", null, false));
    Plan plan =
        new Plan(
            Sample.ledger(first, away),
            Optional.of(first),
            Optional.of(first),
            false,
            Optional.of(Hold.stalled("ReleaseFailed", "release 2 could not be brought up")));
    // When
    TwelveFactorAppStatus status = tell(plan, Applied.nothing(), complete(1));
    // Then
    assertThat(summary(status)).startsWith("Stalled=True/ReleaseFailed Ready=False");
    assertThat(outcomes(status)).isEqualTo("2=RolledBack 1=Current");
    assertThat(status.releases().get(0).reason()).isEqualTo("it crashed");
    assertThat(
            reasons(
                tell(Sample.rollingOut(first, second), Applied.nothing(), progressing(2, "")),
                status))
        .containsExactly("ReleaseRolledBack");
    // And one that had not failed when the app went back on it
    Plan back =
        new Plan(
            Sample.ledger(first, second.with(second.fate().whenWithdrawn())),
            Optional.of(first),
            Optional.of(first),
            false,
            Optional.empty());
    assertThat(outcomes(tell(back, Applied.nothing(), complete(1))))
        .isEqualTo("2=Superseded 1=Current");
  }

  @Test
  void whatIsSupersededSaysSo() {
    TwelveFactorAppStatus status =
        tell(
            Sample.running(second.withOutcome(ReleaseOutcome.Current))
                .settled(Fate.of(ReleaseOutcome.Current)),
            Applied.nothing(),
            complete(2));
    assertThat(outcomes(status)).isEqualTo("2=Current");
    Plan both =
        new Plan(
            Sample.ledger(first, second.withOutcome(ReleaseOutcome.Current)),
            Optional.of(second),
            Optional.of(second),
            false,
            Optional.empty());
    assertThat(outcomes(tell(both, Applied.nothing(), complete(2)))).endsWith("1=Superseded");
  }

  @Test
  void isUnavailableWithoutAReadyReplica() {
    TwelveFactorAppStatus status =
        tell(Sample.running(first), Applied.nothing(), Sample.facts(deployment(1, 0, "")));
    assertThat(summary(status)).endsWith("Available=False/NotServing");
    assertThat(message(status, "Available")).isEqualTo("no replica is ready of: web");
  }

  @Test
  void aSuspendedAppKeepsWhatItWasTold() {
    // Given
    app.setStatus(tell(Sample.running(first), Applied.nothing(), complete(1)));
    // When
    TwelveFactorAppStatus suspended = StatusFactory.suspended(app, Sample.facts());
    // Then
    assertThat(check(suspended)).isEmpty();
    assertThat(summary(suspended))
        .isEqualTo("Ready=True/Current Available=True/Serving Suspended=True/Suspended");
    assertThat(suspended.factors()).isEqualTo(app.getStatus().factors());
  }

  @Test
  void anAppSuspendedFromTheStartSaysSo() {
    TwelveFactorAppStatus status = StatusFactory.suspended(app, Sample.facts());
    assertThat(check(status)).isEmpty();
    assertThat(summary(status)).isEqualTo("Ready=False/Suspended Suspended=True/Suspended");
  }

  @Test
  void aSuspendedAppIsNeitherReconcilingNorStalled() {
    // Given
    app.setStatus(tell(Sample.rollingOut(first, second), Applied.nothing(), progressing(2, "")));
    // Then
    TwelveFactorAppStatus status = StatusFactory.suspended(app, Sample.facts());
    assertThat(check(status)).isEmpty();
    assertThat(summary(status)).doesNotContain("Reconciling").contains("Ready=False/Releasing");
  }

  @Test
  void aSecondPassSaysTheSameThoughTimePasses() {
    // Given
    TwelveFactorAppStatus status = tell(Sample.running(first), Applied.nothing(), complete(1));
    app.setStatus(Sample.parse(Sample.yaml(status), TwelveFactorAppStatus.class));
    // Then
    assertThat(
            tell(Sample.running(first), Applied.nothing(), later(complete(1), Duration.ofDays(3))))
        .isEqualTo(app.getStatus());
  }

  @Test
  void aTransitionTimeMovesOnlyWithTheStatus() {
    // Given
    List<Condition> before =
        new Conditions(List.of(), Sample.NOW, 1L).set("Ready", true, "A", "a").build();
    // When
    Condition reason =
        new Conditions(before, Sample.NOW.plusSeconds(60), 2L)
            .set("Ready", true, "B", "b")
            .build()
            .get(0);
    Condition turned =
        new Conditions(before, Sample.NOW.plusSeconds(60), 2L)
            .set("Ready", false, "A", "a")
            .build()
            .get(0);
    // Then
    assertThat(reason.lastTransitionTime()).isEqualTo(Sample.NOW.toString());
    assertThat(reason.reason()).isEqualTo("B");
    assertThat(reason.observedGeneration()).isEqualTo(2);
    assertThat(turned.lastTransitionTime()).isEqualTo("2026-06-01T12:01:00Z");
  }

  @Test
  void aLongMessageIsShortened() {
    Condition condition =
        new Conditions(List.of(), Sample.NOW, 1L)
            .set("Ready", true, "A", "x".repeat(9000))
            .build()
            .get(0);
    assertThat(condition.message()).hasSize(4096).endsWith("…");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "there, 1, 1, 2, 2, COMPLETE",
    "stale generation, 1, 0, 2, 2, PROGRESSING",
    "of another release, 2, 1, 2, 2, PROGRESSING",
    "not available, 1, 1, 2, 1, PROGRESSING",
    "old replicas left, 1, 1, 3, 2, PROGRESSING",
  })
  void tellsHowFarARolloutIs(
      String what, int release, long observed, int replicas, int available, Rollout.State state) {
    // Given
    Deployment deployment = deployment(release, available, "");
    deployment.getStatus().setObservedGeneration(observed);
    deployment.getStatus().setReplicas(replicas);
    // Then
    assertThat(Rollout.of(Sample.running(first), Sample.facts(deployment)).state())
        .as(what)
        .isEqualTo(state);
  }

  @Test
  void aMissedDeadlineOfAnEarlierGenerationIsNoFailure() {
    // Given
    Deployment deployment = deployment(1, 1, DEADLINE);
    assertThat(Rollout.of(Sample.running(first), Sample.facts(deployment)).state())
        .isEqualTo(Rollout.State.FAILED);
    // When
    deployment.getStatus().setObservedGeneration(0L);
    // Then
    assertThat(Rollout.of(Sample.running(first), Sample.facts(deployment)).state())
        .isEqualTo(Rollout.State.PROGRESSING);
  }

  /** Until there is a ReplicaSet of the new template, its controller carries the condition over. */
  @Test
  void aMissedDeadlineOfTheReleaseBeforeIsNoFailure() {
    // Given
    Deployment deployment = deployment(1, 1, DEADLINE);
    DeploymentCondition condition = deployment.getStatus().getConditions().get(0);
    // When
    condition.setLastUpdateTime(first.createdAt().minusSeconds(1).toString());
    // Then
    assertThat(Rollout.of(Sample.running(first), Sample.facts(deployment)).state())
        .isEqualTo(Rollout.State.PROGRESSING);
    // When
    condition.setLastUpdateTime(first.createdAt().plusSeconds(1).toString());
    // Then
    assertThat(Rollout.of(Sample.running(first), Sample.facts(deployment)).state())
        .isEqualTo(Rollout.State.FAILED);
  }

  @Test
  void anAppScaledToNothingIsComplete() {
    Deployment deployment = deployment(1, 0, "");
    deployment.getSpec().setReplicas(0);
    deployment.getStatus().setReplicas(null);
    deployment.getStatus().setUpdatedReplicas(null);
    assertThat(Rollout.of(Sample.running(first), Sample.facts(deployment)).state())
        .isEqualTo(Rollout.State.COMPLETE);
  }

  @Test
  void aRolloutNamesTheTroubleOfItsPods() {
    PodFact crashing =
        SomePod.unready("p", "web", 1)
            .restarts(3)
            .trouble("CrashLoopBackOff, last exit code 1")
            .fact();
    assertThat(
            Rollout.of(
                    Sample.running(first),
                    Sample.facts(List.of(crashing, crashing), deployment(1, 1, "")))
                .message())
        .isEqualTo(
            "Deployment/shop-web has 1 of 2 replicas available (CrashLoopBackOff, last exit code"
                + " 1)");
  }

  @Test
  void aFailedRolloutNamesTheCheckThatDoesNotPass() {
    PodFact unready = SomePod.unready("p", "web", 1).fact();
    assertThat(
            Rollout.of(
                    Sample.running(first),
                    Sample.facts(List.of(unready), deployment(1, 1, DEADLINE)))
                .message())
        .endsWith("(running, but its readiness check does not pass)");
    assertThat(
            Rollout.of(Sample.running(first), Sample.facts(List.of(unready), deployment(1, 1, "")))
                .message())
        .as("while there is time it is only starting")
        .endsWith("replicas available");
  }

  @Test
  void eachTransitionIsToldOnceAndNoStandingState() {
    // Given
    TwelveFactorAppStatus releasing =
        tell(Sample.rollingOut(null, second), Applied.nothing(), progressing(2, ""));
    TwelveFactorAppStatus failed =
        tell(
            Sample.rollingOut(null, second).settled(Fate.of(ReleaseOutcome.Failed)),
            Applied.nothing(),
            progressing(2, DEADLINE));
    TwelveFactorAppStatus current =
        tell(
            Sample.rollingOut(null, second).settled(Fate.of(ReleaseOutcome.Current)),
            Applied.nothing(),
            complete(2));
    TwelveFactorAppStatus held =
        tell(
            Sample.running(second.withOutcome(ReleaseOutcome.Current))
                .held(Hold.waiting("ConfigMissing", "no flags")),
            Applied.nothing(),
            complete(2));
    DriftReport drift = new DriftReport("Service/x", "kubectl", List.of("a"), "t");
    TwelveFactorAppStatus drifted =
        tell(
            Sample.running(second.withOutcome(ReleaseOutcome.Current)),
            new Applied(List.of(), List.of(), List.of(), Optional.of(drift)),
            complete(2));
    // Then
    assertThat(reasons(null, releasing)).containsExactly("ReleaseCreated");
    assertThat(reasons(releasing, current)).containsExactly("ReleaseCurrent");
    assertThat(reasons(releasing, failed)).containsExactly("ReleaseFailed");
    assertThat(reasons(current, held)).containsExactly("ConfigMissing");
    assertThat(reasons(current, drifted)).containsExactly("DriftReverted");
    assertThat(reasons(null, current)).isEmpty();
    assertThat(List.of(releasing, failed, current, held, drifted))
        .allSatisfy(status -> assertThat(Transitions.between(status, status)).isEmpty());
  }

  private static final String DEADLINE =
      "conditions: [{type: Progressing, status: \"False\", reason: ProgressDeadlineExceeded}]";

  private TwelveFactorAppStatus tell(Plan plan, Applied applied, Facts facts) {
    Rollout rollout = Rollout.of(plan, facts);
    TwelveFactorAppStatus status =
        new StatusFactory(PATIENCE).of(app, plan, applied, rollout, facts);
    assertThat(check(status)).isEmpty();
    return status;
  }

  private List<String> check(TwelveFactorAppStatus status) {
    TwelveFactorApp told = Sample.app(SPEC);
    told.setStatus(status);
    return StatusOracle.check(told);
  }

  private static List<String> reasons(TwelveFactorAppStatus before, TwelveFactorAppStatus after) {
    return Transitions.between(before, after).stream().map(Transitions.Transition::reason).toList();
  }

  private static Facts complete(int release) {
    return Sample.facts(
        List.of(Sample.pod("web", release, true), Sample.pod("web", release, true)),
        deployment(release, 2, ""));
  }

  private static Facts progressing(int release, String conditions) {
    return Sample.facts(
        List.of(Sample.pod("web", release, true)), deployment(release, 1, conditions));
  }

  private static Facts later(Facts facts, Duration by) {
    return new SomeFacts()
        .at(facts.now().plus(by))
        .children(facts.children().all().toArray(HasMetadata[]::new))
        .pods(facts.pods())
        .facts();
  }

  private static Deployment deployment(int release, int available, String conditions) {
    return Sample.parse(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop-web, generation: 1}
        spec: {replicas: 2, template: {metadata: {labels: {twelvefactor.io/release: "%d"}}}}
        status:
          observedGeneration: 1
          replicas: 2
          updatedReplicas: 2
          availableReplicas: %d
          %s
        """
            .formatted(release, available, conditions),
        Deployment.class);
  }

  private static String summary(TwelveFactorAppStatus status) {
    return status.conditions().stream()
        .map(c -> c.type() + "=" + c.status() + "/" + c.reason())
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  private static String outcomes(TwelveFactorAppStatus status) {
    return status.releases().stream()
        .map((ReleaseStatus r) -> r.number() + "=" + r.outcome())
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  private static String message(TwelveFactorAppStatus status, String type) {
    return status.condition(type).orElseThrow().message();
  }
}
