package io.twelvefactor.appconfig;

import java.time.Instant;

/** What one attempt to poll came to. */
public sealed interface PollOutcome {

  /** Content that differs from the last and passed the validator: it is now current. */
  record Changed(Configuration configuration) implements PollOutcome {}

  /** The server has nothing newer. */
  record Unchanged(Instant nextCallAt) implements PollOutcome {}

  /** Content came that the validator refuses; the last good content stays. */
  record Refused(String version, String reason, Instant nextCallAt) implements PollOutcome {}

  /** No usable answer; the last good content stays. */
  record Failed(AppConfigFailure.Kind kind, String message, Instant nextCallAt)
      implements PollOutcome {}

  /** Nothing was called: the poll rules forbid it before {@code until}. */
  record NotYet(Instant until) implements PollOutcome {}
}
