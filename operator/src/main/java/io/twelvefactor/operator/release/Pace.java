package io.twelvefactor.operator.release;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How fast content may make releases. The first change of config after a quiet time is released at
 * once; the next waits, and what changes meanwhile is released together. Each further one in a row
 * waits twice as long, so a source that flaps makes no storm. What people declare never waits.
 *
 * @param interval the least time between two releases that only content made
 */
public record Pace(Duration interval) {
  /** Content makes releases as it changes. */
  public static final Pace NONE = new Pace(Duration.ZERO);

  private static final int MOST_DOUBLINGS = 4;
  private static final int FLAPPING = 4;

  /** A row of releases ends when none follows for this many intervals. */
  private static final int QUIET = 32;

  /** Why a release of this content has to wait, if it has to. */
  Optional<Hold> hold(Ledger ledger, ReleaseInputs next, Instant now) {
    if (ledger.releases().isEmpty() || interval.isZero()) {
      return Optional.empty();
    }
    Release latest = ledger.releases().get(0);
    if (Cause.isDeclared(latest.inputs(), next)) {
      return Optional.empty();
    }
    int row = row(ledger.releases());
    if (row == 0) {
      return Optional.empty();
    }
    Instant end =
        latest.createdAt().plus(interval.multipliedBy(1L << Math.min(row - 1, MOST_DOUBLINGS)));
    if (!now.isBefore(end)) {
      return Optional.empty();
    }
    return Optional.of(
        row < FLAPPING
            ? Hold.until(
                end,
                "ConfigSettling",
                "config has changed again since release %d; what it holds at %s is released then"
                    .formatted(latest.number(), end))
            : Hold.until(
                end,
                "ConfigFlapping",
                "config made each of the last %d releases, one soon after the other; the next is not made before %s. Look for what changes it: %s"
                    .formatted(row, end, latest.origin().cause())));
  }

  /** How many releases, counted from the latest back, only content made, one soon after another. */
  private int row(List<Release> newestFirst) {
    Duration quiet = interval.multipliedBy(QUIET);
    int row = 0;
    while (row + 1 < newestFirst.size()) {
      Release release = newestFirst.get(row);
      Release before = newestFirst.get(row + 1);
      boolean onlyContent =
          release.origin().rollback() == null
              && !Cause.isDeclared(before.inputs(), release.inputs());
      boolean afterQuiet =
          row > 0 && release.createdAt().plus(quiet).isBefore(newestFirst.get(row - 1).createdAt());
      if (!onlyContent || afterQuiet) {
        break;
      }
      row++;
    }
    return row;
  }
}
