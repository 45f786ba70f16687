package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;

/**
 * What became of a release so far.
 *
 * @param outcome Current once it was brought up whole, Failed or RolledBack once it could not be
 * @param reason why it could not be brought up; or null
 * @param command how far its release command is; null where it was not yet seen to have started
 * @param withdrawn whether the app has gone back to the running release since, so that the same
 *     content, asked for again, is a new attempt
 */
public record Fate(ReleaseOutcome outcome, String reason, CommandState command, boolean withdrawn) {
  /** How far a release command is. */
  public enum CommandState {
    /** Its Job was there: where it is missing from now on, somebody has deleted it. */
    Started,
    Succeeded,
    Failed
  }

  /** Of a release of which nothing more is known than its outcome. */
  public static Fate of(ReleaseOutcome outcome) {
    return new Fate(outcome, null, null, false);
  }

  /** The same, come out as this, for this reason. */
  public Fate with(ReleaseOutcome other, String why) {
    return new Fate(other, why, command, withdrawn);
  }

  /** The same once the app has gone back to what ran before it. */
  public Fate whenWithdrawn() {
    return new Fate(outcome, reason, command, true);
  }

  /** The same with its release command so far. */
  public Fate with(CommandState state) {
    return new Fate(outcome, reason, state, withdrawn);
  }

  /** The same with its release command failed, and so the release. */
  public Fate whenCommandFailed(String why) {
    return new Fate(ReleaseOutcome.Failed, why, CommandState.Failed, withdrawn);
  }
}
