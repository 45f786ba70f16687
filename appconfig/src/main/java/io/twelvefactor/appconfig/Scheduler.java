package io.twelvefactor.appconfig;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs a task later. Tests bring one whose time they turn by hand. */
@FunctionalInterface
public interface Scheduler {

  /**
   * @param delay from now; zero means at once
   * @return drops the task when it has not begun
   */
  Runnable after(Duration delay, Runnable task);

  /** On the given threads: their number bounds how many calls are under way at once. */
  static Scheduler on(ScheduledExecutorService threads) {
    return (delay, task) -> {
      var scheduled = threads.schedule(task, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
      return () -> scheduled.cancel(false);
    };
  }
}
