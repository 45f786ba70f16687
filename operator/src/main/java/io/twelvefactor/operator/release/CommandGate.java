package io.twelvefactor.operator.release;

import io.twelvefactor.operator.names.Names;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a release back while a release command runs: its own, before any of its processes; or that
 * of an earlier release, which is never cut short, and of which there is one at a time.
 */
final class CommandGate {
  static final String RUNNING = "ReleaseCommandRunning";

  private CommandGate() {}

  /** Why a release may not be rolled out yet, if so. */
  static Optional<Hold> before(Release release, List<CommandRun> runs, String namespace) {
    Optional<CommandRun> other =
        runs.stream()
            .filter(run -> run.isRunning() && run.release() != release.number())
            .findFirst();
    if (other.isPresent()) {
      return Optional.of(
          Hold.ending(
              RUNNING,
              "release %d waits for the release command of release %d, which is never cut short%s: %s"
                  .formatted(
                      release.number(),
                      other.get().release(),
                      inTrouble(other.get()),
                      other.get().logs())));
    }
    if (!release.awaitsCommand()) {
      return Optional.empty();
    }
    Optional<CommandRun> own =
        runs.stream().filter(run -> run.release() == release.number()).findFirst();
    return Optional.of(
        Hold.ending(
            RUNNING,
            "release %d: its release command runs before any of its processes%s: %s"
                .formatted(
                    release.number(),
                    own.map(CommandGate::inTrouble).orElse(""),
                    CommandRun.logs(
                        namespace,
                        Names.releaseCommand(release.inputs().app(), release.number())))));
  }

  private static String inTrouble(CommandRun run) {
    return run.trouble() == null ? "" : " (%s)".formatted(run.trouble());
  }
}
