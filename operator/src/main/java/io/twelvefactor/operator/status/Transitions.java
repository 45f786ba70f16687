package io.twelvefactor.operator.status;

import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.api.v1alpha1.DriftReport;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.ReleaseStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what is worth an event: the steps from one status to the next, never a standing state. */
public final class Transitions {
  private static final Set<ReleaseOutcome> UNDER_WAY =
      Set.of(ReleaseOutcome.Pending, ReleaseOutcome.Releasing);

  /** What a release passes through, of which its outcome tells. */
  private static final Set<String> NO_NEWS =
      Set.of("Releasing", "ReplicasNotReady", "ReleaseCommandRunning");

  private Transitions() {}

  /**
   * One event to send.
   *
   * @param warning whether it wants somebody's attention
   * @param reason one CamelCase word
   * @param message for people
   */
  public record Transition(boolean warning, String reason, String message) {}

  /** What happened between two statuses. */
  public static List<Transition> between(
      TwelveFactorAppStatus before, TwelveFactorAppStatus after) {
    List<Transition> found = new ArrayList<>();
    Map<Integer, ReleaseStatus> known =
        releases(before).stream().collect(Collectors.toMap(ReleaseStatus::number, r -> r));
    for (ReleaseStatus release : after.releases()) {
      ReleaseStatus was = known.get(release.number());
      // After a lost status every release looks new; only the ones under way are news then.
      if (was == null && UNDER_WAY.contains(release.outcome())) {
        found.add(
            new Transition(
                false,
                "ReleaseCreated",
                "release %d: %s".formatted(release.number(), release.cause())));
      } else if (was != null && was.outcome() != release.outcome()) {
        outcome(release).ifPresent(found::add);
      }
    }
    stalled(before, after).ifPresent(found::add);
    found.addAll(RuleTransitions.between(before, after));
    drift(before, after).ifPresent(found::add);
    return found;
  }

  private static Optional<Transition> outcome(ReleaseStatus release) {
    return switch (release.outcome()) {
      case Current ->
          Optional.of(
              new Transition(
                  false, "ReleaseCurrent", "release %d runs".formatted(release.number())));
      case Failed ->
          Optional.of(
              new Transition(
                  true,
                  "ReleaseFailed",
                  "release %d could not be brought up%s"
                      .formatted(release.number(), why(release))));
      case RolledBack ->
          Optional.of(
              new Transition(
                  true,
                  "ReleaseRolledBack",
                  "release %d could not be brought up and is taken away again%s"
                      .formatted(release.number(), why(release))));
      case Pending, Releasing, Superseded -> Optional.empty();
    };
  }

  private static String why(ReleaseStatus release) {
    return release.reason() == null ? "" : ": " + release.reason();
  }

  private static Optional<Transition> stalled(
      TwelveFactorAppStatus before, TwelveFactorAppStatus after) {
    List<Condition> conditions = before == null ? List.of() : before.conditions();
    Optional<Condition> now =
        after.condition(Conditions.STALLED).or(() -> waiting(after.conditions()));
    Optional<Condition> was =
        Conditions.find(conditions, Conditions.STALLED).or(() -> waiting(conditions));
    return now.filter(c -> !c.reason().equals(was.map(Condition::reason).orElse(null)))
        .filter(c -> !c.reason().equals("ReleaseFailed")) // told by the release's outcome
        .map(c -> new Transition(true, c.reason(), c.message()));
  }

  /** What a release waits for; being brought up is no news. */
  private static Optional<Condition> waiting(List<Condition> conditions) {
    return Conditions.find(conditions, Conditions.RECONCILING)
        .filter(c -> !NO_NEWS.contains(c.reason()));
  }

  private static Optional<Transition> drift(
      TwelveFactorAppStatus before, TwelveFactorAppStatus after) {
    DriftReport drift = after.lastDrift();
    if (drift == null || Objects.equals(drift, before == null ? null : before.lastDrift())) {
      return Optional.empty();
    }
    String by = drift.manager() == null ? "" : " by " + drift.manager();
    return Optional.of(
        new Transition(
            true,
            "DriftReverted",
            "%s was changed%s and put back: %s"
                .formatted(drift.object(), by, String.join(", ", drift.fields()))));
  }

  private static List<ReleaseStatus> releases(TwelveFactorAppStatus status) {
    return status == null ? List.of() : status.releases();
  }
}
