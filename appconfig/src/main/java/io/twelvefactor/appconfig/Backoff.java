package io.twelvefactor.appconfig;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Delays that double from {@code first} up to {@code longest}, each shortened by up to half at
 * random so that processes which failed together do not come back together.
 *
 * @param random numbers from 0 (inclusive) to 1 (exclusive)
 */
public record Backoff(Duration first, Duration longest, DoubleSupplier random) {

  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("backoff from " + first + " to " + longest);
    }
  }

  /** The delay after this many failures in a row, counted from 1. */
  public Duration after(int failures) {
    int doublings = Math.min(Math.max(failures, 1) - 1, 20);
    long full = Math.min(longest.toMillis(), first.toMillis() << doublings);
    return Duration.ofMillis((long) (full * (0.5 + random.getAsDouble() / 2)));
  }
}
