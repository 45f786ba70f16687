package io.twelvefactor.appconfig;

import io.twelvefactor.appconfig.AppConfigSource.Answer;
import io.twelvefactor.appconfig.PollOutcome.Changed;
import io.twelvefactor.appconfig.PollOutcome.Failed;
import io.twelvefactor.appconfig.PollOutcome.Refused;
import io.twelvefactor.appconfig.PollOutcome.Unchanged;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One session's rules, without I/O: {@link #next} says what to do, and exactly one of {@link
 * #started}, {@link #answered}, {@link #failed} must tell what came of it.
 *
 * <p>Not safe for several threads: one poller owns it. It cannot be copied, so a spent token cannot
 * come back to life in a copy (awspring/spring-cloud-aws#1697).
 */
public final class AppConfigSession {

  /** AppConfig's own limit on a token's life. */
  static final Duration TOKEN_LIFE = Duration.ofHours(24);

  private static final Duration SHORTEST = Duration.ofSeconds(15);
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);

  /** What to do now. */
  public sealed interface Step {
    /** Call nothing before this moment. */
    record Wait(Instant until) implements Step {}

    /** Open a session. */
    record Start(ConfigurationId id, Optional<Duration> leastInterval) implements Step {}

    /** Spend this token. */
    record Poll(String token) implements Step {}
  }

  private final ConfigurationId id;
  private final Optional<Duration> leastInterval;
  private final ContentValidator validator;
  private final Backoff backoff;

  private String token;
  private Instant tokenIssuedAt = Instant.MIN;
  private Step underWay;
  private Instant nextCallAt = Instant.MIN;
  private Duration interval;
  private int failures;
  private Configuration current;
  private Instant confirmedAt;
  private String refusal;
  private String failure;

  /**
   * @param leastInterval 15 s to 24 h, or empty to take what AppConfig says
   * @throws IllegalArgumentException when the interval is outside what AppConfig accepts
   */
  public AppConfigSession(
      ConfigurationId id,
      Optional<Duration> leastInterval,
      ContentValidator validator,
      Backoff backoff) {
    this.id = Objects.requireNonNull(id);
    this.leastInterval = leastInterval;
    this.validator = Objects.requireNonNull(validator);
    this.backoff = Objects.requireNonNull(backoff);
    leastInterval.ifPresent(
        asked -> {
          if (asked.compareTo(SHORTEST) < 0 || asked.compareTo(TOKEN_LIFE) > 0) {
            throw new IllegalArgumentException(
                "a poll interval of %d s is outside AppConfig's 15 to 86400 s"
                    .formatted(asked.toSeconds()));
          }
        });
    this.interval = leastInterval.orElse(DEFAULT_INTERVAL);
  }

  /** What may be called now. A {@code Start} or {@code Poll} must be answered before the next. */
  public Step next(Instant now) {
    if (underWay != null) {
      throw new IllegalStateException("a call for " + id + " is already under way");
    }
    if (now.isBefore(nextCallAt)) {
      return new Step.Wait(nextCallAt);
    }
    boolean expired = token != null && !now.isBefore(tokenIssuedAt.plus(TOKEN_LIFE));
    if (token == null || expired) {
      token = null;
      underWay = new Step.Start(id, leastInterval);
    } else {
      underWay = new Step.Poll(token);
    }
    return underWay;
  }

  /** The session is open; its first poll may follow at once. */
  public void started(String firstToken, Instant now) {
    expect(Step.Start.class);
    token = firstToken;
    tokenIssuedAt = now;
  }

  /** A whole answer came: the token is replaced and the poll clock advances, whatever it says. */
  public PollOutcome answered(Answer answer, Instant now) {
    expect(Step.Poll.class);
    token = answer.nextToken();
    tokenIssuedAt = now;
    if (!answer.interval().isZero() && !answer.interval().isNegative()) {
      interval = answer.interval();
    }
    nextCallAt = now.plus(interval);
    failures = 0;
    failure = null;

    if (answer.content().length == 0) {
      if (current != null && refusal == null) {
        confirmedAt = now;
      }
      return new Unchanged(nextCallAt);
    }
    Configuration delivered =
        new Configuration(answer.version(), answer.contentType(), answer.content(), now);
    Optional<String> problem = problemOf(delivered);
    if (problem.isPresent()) {
      refusal = problem.get();
      return new Refused(delivered.version(), refusal, nextCallAt);
    }
    refusal = null;
    confirmedAt = now;
    if (current != null && current.sameAs(delivered)) {
      return new Unchanged(nextCallAt);
    }
    current = delivered;
    return new Changed(delivered);
  }

  /** No usable answer came. */
  public PollOutcome failed(AppConfigFailure cause, Instant now) {
    expect(Step.class);
    failures++;
    failure = cause.getMessage();
    nextCallAt =
        switch (cause.kind()) {
          case TOO_EARLY -> now.plus(interval);
          case TOKEN_REFUSED -> failures == 1 ? now : now.plus(backoff.after(failures));
          default -> now.plus(backoff.after(failures));
        };
    switch (cause.kind()) {
      case THROTTLED, SERVER_FAULT, UNREACHABLE, TOO_EARLY -> {
        // The token was not used: spending a new session on this would fetch, and pay for, the
        // whole content again.
      }
      default -> token = null;
    }
    return new Failed(cause.kind(), failure, nextCallAt);
  }

  public ConfigurationId id() {
    return id;
  }

  public SessionState state() {
    return new SessionState(
        Optional.ofNullable(current),
        Optional.ofNullable(confirmedAt),
        Optional.ofNullable(failure).or(() -> Optional.ofNullable(refusal)),
        nextCallAt);
  }

  private Optional<String> problemOf(Configuration delivered) {
    try {
      return validator.problemOf(delivered);
    } catch (RuntimeException e) {
      // A validator that breaks on the content has not approved it.
      return Optional.of("the content could not be judged: " + e.getClass().getSimpleName());
    }
  }

  private void expect(Class<? extends Step> kind) {
    if (!kind.isInstance(underWay)) {
      throw new IllegalStateException("no such call for " + id + " is under way");
    }
    underWay = null;
  }
}
