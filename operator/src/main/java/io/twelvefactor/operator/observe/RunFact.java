package io.twelvefactor.operator.observe;

import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.AdminRunStatus;
import java.util.Optional;

/**
 * What a pass needs to know of one run on demand that has ended.
 *
 * @param process the admin process, or null where a command was run
 * @param release number of the release it ran in
 * @param finishedAt when it ended (RFC 3339, UTC, to the second)
 * @param succeeded whether it ended well
 */
public record RunFact(String process, int release, String finishedAt, boolean succeeded) {

  /** The fact of a run, if it ran and has ended. */
  public static Optional<RunFact> of(AdminRun run) {
    AdminRunStatus status = run.getStatus();
    return status == null
            || !status.finished()
            || status.release() == null
            || status.finishedAt() == null
        ? Optional.empty()
        : Optional.of(
            new RunFact(
                run.getSpec().process(),
                status.release(),
                status.finishedAt(),
                status.is("Complete")));
  }
}
