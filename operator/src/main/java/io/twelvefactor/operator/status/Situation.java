package io.twelvefactor.operator.status;

import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.apply.Applied;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.release.Hold;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one thing that is to be said of an app now.
 *
 * @param kind whether it is done, under way, or stuck
 * @param reason one CamelCase word for programs
 * @param message what, where, and what to do
 */
public record Situation(Kind kind, String reason, String message) {
  /** Done, under way, or stuck until somebody does something. */
  public enum Kind {
    READY,
    RECONCILING,
    STALLED
  }

  /** Finds the situation; what needs somebody's hand comes before what time may mend. */
  public static Situation of(
      TwelveFactorApp app,
      Plan plan,
      Applied applied,
      Rollout rollout,
      Facts facts,
      Duration patience) {
    if (!applied.conflicts().isEmpty()) {
      return new Situation(
          Kind.STALLED,
          "NameConflict",
          "not this app's, and left untouched: %s; rename the app or the process, or remove what is there"
              .formatted(String.join(", ", applied.conflicts())));
    }
    if (!applied.refusals().isEmpty()) {
      return new Situation(Kind.STALLED, "ObjectRefused", String.join("; ", applied.refusals()));
    }
    if (plan.hold().isPresent()) {
      return held(app, plan.hold().get(), facts.now(), patience);
    }
    if (rollout.state() == Rollout.State.FAILED || failedBefore(plan, rollout)) {
      return new Situation(
          Kind.STALLED,
          "ReleaseFailed",
          "release %d could not be brought up: %s; %s"
              .formatted(
                  number(plan.target()),
                  rollout.message(),
                  plan.current().isPresent()
                      ? "release %d goes on serving; change the spec or its config"
                          .formatted(number(plan.current()))
                      : "change the spec or its config"));
    }
    if (rollout.state() == Rollout.State.PROGRESSING) {
      return plan.rollingOut()
          ? new Situation(
              Kind.RECONCILING,
              "Releasing",
              "release %d is being brought up: %s"
                  .formatted(number(plan.target()), rollout.message()))
          : new Situation(Kind.RECONCILING, "ReplicasNotReady", rollout.message());
    }
    return new Situation(Kind.READY, "Current", "release %d runs".formatted(number(plan.target())));
  }

  private static boolean failedBefore(Plan plan, Rollout rollout) {
    return rollout.state() != Rollout.State.COMPLETE
        && plan.rollingOut()
        && plan.target().filter(r -> r.outcome() == ReleaseOutcome.Failed).isPresent();
  }

  /** Waiting has an end: after that, tools that wait for the app shall give up, not time out. */
  private static Situation held(TwelveFactorApp app, Hold hold, Instant now, Duration patience) {
    List<Condition> before = app.getStatus() == null ? List.of() : app.getStatus().conditions();
    boolean longEnough =
        !hold.ending()
            && Conditions.find(before, Conditions.RECONCILING)
                .filter(c -> c.reason().equals(hold.reason()))
                .map(c -> Instant.parse(c.lastTransitionTime()).plus(patience))
                .filter(deadline -> !now.isBefore(deadline))
                .isPresent();
    boolean stalledAlready =
        Conditions.find(before, Conditions.STALLED)
            .filter(c -> c.reason().equals(hold.reason()))
            .filter(c -> app.getMetadata().getGeneration().equals(c.observedGeneration()))
            .isPresent();
    Kind kind = hold.terminal() || longEnough || stalledAlready ? Kind.STALLED : Kind.RECONCILING;
    return new Situation(kind, hold.reason(), hold.message());
  }

  private static int number(Optional<Release> release) {
    return release.map(Release::number).orElse(0);
  }
}
