package io.twelvefactor.operator.run;

import io.twelvefactor.api.v1alpha1.AdminRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How long runs that have ended are kept: by age, and of each app the last few. */
final class Retention {
  private static final int KEPT = 10;
  private static final Duration AGE = Duration.ofDays(7);

  private Retention() {}

  /** When a run that has ended is to go; empty while it has not. */
  static Optional<Instant> goes(AdminRun run) {
    if (!ended(run)) {
      return Optional.empty();
    }
    Long seconds = run.getSpec().ttlSecondsAfterFinished();
    return Optional.of(end(run).plus(seconds == null ? AGE : Duration.ofSeconds(seconds)));
  }

  /**
   * Those of an app's runs that are too many: the oldest, and none that has not ended. One whose
   * time is over by now goes anyway, and takes no other's place until it is gone.
   */
  static List<AdminRun> beyond(Collection<AdminRun> runsOfApp, Instant now) {
    return runsOfApp.stream()
        .filter(run -> goes(run).filter(now::isBefore).isPresent())
        .filter(run -> run.getMetadata().getDeletionTimestamp() == null)
        .sorted(
            Comparator.comparing(Retention::end)
                .thenComparing(run -> run.getMetadata().getName())
                .reversed())
        .skip(KEPT)
        .toList();
  }

  private static boolean ended(AdminRun run) {
    return run.getStatus() != null
        && run.getStatus().finished()
        && Objects.nonNull(run.getStatus().finishedAt());
  }

  private static Instant end(AdminRun run) {
    return Instant.parse(run.getStatus().finishedAt());
  }
}
