package io.twelvefactor.operator.observe;

import io.twelvefactor.api.v1alpha1.ReplicaStart;
import io.twelvefactor.api.v1alpha1.ReplicaStop;
import java.util.Optional;

/**
 * What was watched last of how the replicas of a process type come and go.
 *
 * @param process the process type
 * @param start how one became ready, or null where none was watched
 * @param stop how one that was asked to stop ended, or null where none was watched
 */
public record LifeFact(String process, ReplicaStart start, ReplicaStop stop) {

  /** How a replica of this release started. */
  public Optional<ReplicaStart> startOf(int release) {
    return Optional.ofNullable(start).filter(s -> s.release() == release);
  }

  /** How a replica of this release was stopped. */
  public Optional<ReplicaStop> stopOf(int release) {
    return Optional.ofNullable(stop).filter(s -> s.release() == release);
  }

  /** This with what was seen since, where that says more. */
  LifeFact then(LifeFact since) {
    return new LifeFact(
        process,
        since.start == null ? start : since.start,
        isNewer(since.stop, stop) ? since.stop : stop);
  }

  /** Of replicas that end in one second the one that was killed counts, whichever is seen first. */
  private static boolean isNewer(ReplicaStop one, ReplicaStop other) {
    if (one == null || other == null) {
      return one != null;
    }
    int order = one.at().compareTo(other.at());
    return order > 0 || order == 0 && one.killed() && !other.killed();
  }
}
