package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;

/**
 * What became of a release so far.
 *
 * @param outcome Current once it was brought up whole, Failed or RolledBack once it could not be
 * @param reason why it could not be brought up; or null
 * @param command what became of its release command; null while that has not ended, or never ran
 * @param withdrawn whether the app has gone back to the running release since, so that the same
 *     content, asked for again, is a new attempt
 */
public record Fate(
    ReleaseOutcome outcome, String reason, CommandResult command, boolean withdrawn) {
  /** How a release command ended. */
  public enum CommandResult {
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

  /** The same with its release command ended. */
  public Fate with(CommandResult result) {
    return new Fate(outcome, reason, result, withdrawn);
  }
}
