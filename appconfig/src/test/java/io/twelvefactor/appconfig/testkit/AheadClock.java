package io.twelvefactor.appconfig.testkit;

import io.twelvefactor.appconfig.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.ScheduledExecutorService;

/** A clock that runs ten times as fast from its making on. */
public final class AheadClock extends Clock {

  private static final int FACTOR = 10;

  private final Clock clock;
  private final Instant since;

  public AheadClock(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  /** Delays by this clock, in the time of the given threads. */
  public Scheduler scheduler(ScheduledExecutorService threads) {
    Scheduler real = Scheduler.on(threads);
    return (delay, task) -> real.after(delay.dividedBy(FACTOR), task);
  }

  @Override
  public Instant instant() {
    return since.plus(Duration.between(since, clock.instant()).multipliedBy(FACTOR));
  }

  @Override
  public ZoneId getZone() {
    return clock.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
