package io.twelvefactor.operator.appconfig;

import java.util.Optional;

/**
 * A profile as the operator sees it now.
 *
 * @param state whether it may be seen, and was
 * @param content the last good content; it stays while AppConfig cannot be reached
 * @param problem what is wrong now, in one sentence
 */
public record Seen(State state, Optional<Snapshot> content, Optional<String> problem) {
  /** Whether a profile may be seen, and was. */
  public enum State {
    /** The administrator does not let this namespace read it. */
    NOT_ALLOWED,
    /** No answer has come yet. */
    PENDING,
    /** The answer was that there is nothing yet. */
    EMPTY,
    /** The last poll went well. */
    SYNCED,
    /** The last poll went wrong. */
    FAILING
  }

  /** Content given by hand, as when rendering offline. */
  public static Seen of(Snapshot content) {
    return new Seen(State.SYNCED, Optional.of(content), Optional.empty());
  }
}
