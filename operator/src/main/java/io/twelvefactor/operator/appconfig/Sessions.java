package io.twelvefactor.operator.appconfig;

import io.twelvefactor.appconfig.AppConfigPoller;
import io.twelvefactor.appconfig.AppConfigSession;
import io.twelvefactor.appconfig.AppConfigSource;
import io.twelvefactor.appconfig.Backoff;
import io.twelvefactor.appconfig.ContentValidator;
import io.twelvefactor.appconfig.PollOutcome;
import io.twelvefactor.appconfig.Scheduler;
import io.twelvefactor.appconfig.SharedPollers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The sessions with AppConfig: one a profile for each identity it is read with. 1,000 apps that
 * share 5 profiles cost 5 sessions, also when all of them come at once after a restart.
 */
public final class Sessions implements AutoCloseable {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  /** Up to this much later than allowed, so that sessions begun together drift apart. */
  private static final double JITTER = 0.1;

  private final Function<Identity, AppConfigSource> sources;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Optional<Duration> leastInterval;
  private final Map<Identity, SharedPollers> pollers = new HashMap<>();

  /**
   * Whom AppConfig is asked as, and where.
   *
   * @param region AWS region; empty for the operator's own
   * @param role to assume; empty for the operator's own identity
   */
  public record Identity(String region, Optional<String> role) {}

  /**
   * @param sources makes the client of an identity; called once for each
   * @param leastInterval shortest time between two polls of a session, 15 s to 24 h; empty leaves
   *     it to AppConfig
   */
  public Sessions(
      Function<Identity, AppConfigSource> sources,
      Clock clock,
      Scheduler scheduler,
      Optional<Duration> leastInterval) {
    this.sources = sources;
    this.clock = clock;
    this.scheduler = (delay, task) -> scheduler.after(later(delay), task);
    this.leastInterval = leastInterval;
  }

  /** Joins the session of a profile, opening it for the first who asks. */
  SharedPollers.Subscription join(
      Profile profile, Access.Grant grant, Consumer<PollOutcome> listener) {
    return pollers(new Identity(profile.region(), grant.role())).subscribe(profile.id(), listener);
  }

  /** How many sessions are open. */
  public synchronized int open() {
    return pollers.values().stream().mapToInt(SharedPollers::sessions).sum();
  }

  private synchronized SharedPollers pollers(Identity identity) {
    return pollers.computeIfAbsent(identity, this::open);
  }

  private SharedPollers open(Identity identity) {
    AppConfigSource source = new FirstUse(() -> sources.apply(identity));
    return new SharedPollers(
        (id, listener) ->
            new AppConfigPoller(
                new AppConfigSession(
                    id,
                    leastInterval,
                    // Each app judges the content by its own rules.
                    ContentValidator.ANY,
                    new Backoff(
                        FIRST_RETRY,
                        LONGEST_RETRY,
                        () -> ThreadLocalRandom.current().nextDouble())),
                source,
                clock,
                scheduler,
                Duration.ZERO,
                listener));
  }

  private static Duration later(Duration delay) {
    double jitter = ThreadLocalRandom.current().nextDouble() * JITTER;
    return delay.plusMillis((long) (delay.toMillis() * jitter));
  }

  @Override
  public synchronized void close() {
    pollers.values().forEach(SharedPollers::close);
    pollers.clear();
  }
}
