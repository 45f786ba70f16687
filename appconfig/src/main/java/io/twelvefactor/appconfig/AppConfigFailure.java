package io.twelvefactor.appconfig;

import java.util.Objects;

/** A call to AppConfig that brought no usable answer. */
public final class AppConfigFailure extends Exception {

  /** What went wrong, told apart by what the session must do next. */
  public enum Kind {
    /** The service asks for fewer calls; the token was not used. */
    THROTTLED,
    /** A 5xx answer; the token was not used. */
    SERVER_FAULT,
    /** Nothing was sent: no connection, no credentials, no such host. The token was not used. */
    UNREACHABLE,
    /** Sent, but no whole answer came back: the server may have spent the token. */
    ANSWER_LOST,
    /** The token is expired, corrupted or already used. */
    TOKEN_REFUSED,
    /** The poll interval has not passed, by the server's clock. */
    TOO_EARLY,
    /** No such application, environment or profile, or nothing was deployed to it yet. */
    NOT_FOUND,
    /** Any other 4xx: most often the role may not call this API. */
    DENIED
  }

  private final Kind kind;

  public AppConfigFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind);
  }

  public Kind kind() {
    return kind;
  }
}
