package io.twelvefactor.operator.status;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.ReleaseStatus;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The releases as the status tells of them, newest first. */
final class ReleaseHistory {
  /** What the schema has room for; history is collected only after the next one was made. */
  private static final int MOST_RELEASES = 102;

  private static final int LONGEST_REASON = 1024;

  private ReleaseHistory() {}

  static List<ReleaseStatus> of(Plan plan) {
    List<Release> releases = new ArrayList<>();
    if (plan.minted()) {
      plan.aim().ifPresent(releases::add);
    }
    releases.addAll(plan.ledger().releases());
    return releases.stream().limit(MOST_RELEASES).map(release -> of(release, plan)).toList();
  }

  private static ReleaseStatus of(Release release, Plan plan) {
    return new ReleaseStatus(
        release.number(),
        release.inputs().image(),
        release.fingerprint(),
        release.revision(),
        release.createdAt().toString(),
        outcome(release, plan),
        release.cause(),
        release.inputs().imageDigest().orElse(null),
        release.origin().manager(),
        shortened(release.fate().reason()),
        release.rollback().isPresent() && release.inputs().refersToSecrets() ? true : null);
  }

  /** What is recorded is whether a release was ever current; what came after it is seen here. */
  private static ReleaseOutcome outcome(Release release, Plan plan) {
    if (isThat(release, plan.next())) {
      return ReleaseOutcome.Pending;
    }
    boolean failed =
        release.outcome() == ReleaseOutcome.Failed
            || release.outcome() == ReleaseOutcome.RolledBack;
    if (isThat(release, plan.current()) || failed) {
      return release.outcome();
    }
    int live = plan.involved().mapToInt(Release::number).max().orElse(0);
    // One that is held back is newer than those, and still to come.
    return release.number() < live || release.fate().withdrawn() || isThat(release, plan.left())
        ? ReleaseOutcome.Superseded
        : ReleaseOutcome.Releasing;
  }

  private static boolean isThat(Release release, Optional<Release> other) {
    return other.filter(r -> r.number() == release.number()).isPresent();
  }

  private static String shortened(String reason) {
    return reason == null || reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON - 1) + "…";
  }
}
