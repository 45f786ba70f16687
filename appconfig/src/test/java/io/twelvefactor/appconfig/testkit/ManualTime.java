package io.twelvefactor.appconfig.testkit;

import io.twelvefactor.appconfig.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock and a scheduler that move only when told: a day passes in no time. */
public final class ManualTime implements Scheduler {

  private record Due(Instant at, long order, Runnable task) {}

  private final PriorityQueue<Due> tasks =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long order;

  public synchronized Instant now() {
    return now;
  }

  public Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now();
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }

  public InstantSource source() {
    return clock();
  }

  @Override
  public synchronized Runnable after(Duration delay, Runnable task) {
    var due = new Due(now.plus(delay), order++, task);
    tasks.add(due);
    return () -> drop(due);
  }

  /** Lets this much time pass, running on this thread what becomes due on the way, in order. */
  public void advance(Duration by) {
    Instant end = now().plus(by);
    for (Due due = takeDue(end); due != null; due = takeDue(end)) {
      due.task().run();
    }
    synchronized (this) {
      now = end;
    }
  }

  /** Runs what is due now. */
  public void settle() {
    advance(Duration.ZERO);
  }

  private synchronized Due takeDue(Instant end) {
    if (tasks.isEmpty() || tasks.peek().at().isAfter(end)) {
      return null;
    }
    Due due = tasks.poll();
    if (due.at().isAfter(now)) {
      now = due.at();
    }
    return due;
  }

  private synchronized void drop(Due due) {
    tasks.remove(due);
  }
}
