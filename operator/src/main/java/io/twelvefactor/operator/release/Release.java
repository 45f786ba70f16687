package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.operator.release.Fate.CommandState;
import java.time.Instant;
import java.util.Optional;

/**
 * One release of an app.
 *
 * @param number 1, 2, …; never used twice
 * @param fingerprint hash of the inputs
 * @param inputs what it was made of
 * @param templates what it was made into, once and for all
 * @param createdAt when it was minted
 * @param revision of the codebase, or null
 * @param origin why it was made
 * @param fate what became of it
 */
public record Release(
    int number,
    String fingerprint,
    ReleaseInputs inputs,
    Templates templates,
    Instant createdAt,
    String revision,
    Origin origin,
    Fate fate) {

  public ReleaseOutcome outcome() {
    return fate.outcome();
  }

  public String cause() {
    return origin.cause();
  }

  /** Which earlier release it goes back to, if it does. */
  public Optional<Origin.Rollback> rollback() {
    return Optional.ofNullable(origin.rollback());
  }

  /** Whether its release command has yet to run, or to end. */
  public boolean awaitsCommand() {
    return origin.runsCommand()
        && (fate.command() == null || fate.command() == CommandState.Started);
  }

  /** Whether its Deployments are not to be tried again. */
  public boolean givenUp() {
    return fate.outcome() == ReleaseOutcome.RolledBack || fate.command() == CommandState.Failed;
  }

  public Release withOutcome(ReleaseOutcome outcome) {
    return with(fate.with(outcome, fate.reason()));
  }

  public Release with(Fate other) {
    return new Release(number, fingerprint, inputs, templates, createdAt, revision, origin, other);
  }
}
