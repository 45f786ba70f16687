package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.Approval;
import io.twelvefactor.api.v1alpha1.Parity;
import io.twelvefactor.api.v1alpha1.PromotedFrom;
import io.twelvefactor.api.v1alpha1.ReleaseApprovalSpec;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Promotion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a new release has to pass before it is rolled out: it ran where releases come from, and
 * somebody said yes. What was let through once is not asked again.
 */
final class Gate {
  private static final int BRIEF = 19;

  private final Parity parity;
  private final Facts facts;
  private final Promotion promotion;
  private final Release candidate;

  private Gate(Parity parity, Facts facts, Promotion promotion, Release candidate) {
    this.parity = parity;
    this.facts = facts;
    this.promotion = promotion;
    this.candidate = candidate;
  }

  /** Why a release that is new must wait; empty where it may go. */
  static Optional<Hold> hold(TwelveFactorApp app, Facts facts, Ledger ledger, Release candidate) {
    Parity parity = app.getSpec().parity();
    if (parity == null || facts.promotion().isEmpty()) {
      return Optional.empty();
    }
    Gate gate = new Gate(parity, facts, facts.promotion().get(), candidate);
    return gate.promotion(ledger).or(() -> gate.approval(app.getMetadata().getName()));
  }

  private Optional<Hold> promotion(Ledger ledger) {
    PromotedFrom from = parity.promotedFrom();
    Build build = Build.of(candidate.inputs());
    // Config is each deploy's own: what has run here already needs no other deploy to run it again.
    if (from == null || hasRunHere(ledger, build)) {
      return Optional.empty();
    }
    boolean allowed =
        from.record() == null
            ? promotion.allowed().allows(from.namespace(), from.name())
            : promotion.allowed().allowsRecords();
    if (!allowed) {
      return Optional.of(notAllowed(from));
    }
    if (build.digest() == null) {
      return Optional.of(
          Hold.stalled(
              "PromotionNeedsDigest",
              "spec.image: %s names no digest, and only a digest can be promoted; `kubectl twelvefactor pin` finds it"
                  .formatted(candidate.inputs().image())));
    }
    return unlessRan(build, from);
  }

  private static boolean hasRunHere(Ledger ledger, Build build) {
    return ledger.releases().stream()
        .filter(release -> release.outcome() == ReleaseOutcome.Current)
        .anyMatch(release -> Build.of(release.inputs()).equals(build));
  }

  private Hold notAllowed(PromotedFrom from) {
    return Hold.stalled(
        "PromotionSourceNotAllowed",
        "spec.parity.promotedFrom: the annotation twelvefactor.io/promote-from of this namespace does not allow %s (it allows: %s); ask its administrator"
            .formatted(
                from.record() == null
                    ? from.namespace() + "/" + from.name()
                    : "records (the word 'record')",
                promotion.allowed()));
  }

  private Optional<Hold> unlessRan(Build build, PromotedFrom from) {
    List<Ran> ran = Ran.of(from, promotion);
    if (ran.isEmpty()) {
      return awaiting(
          promotion.source().isEmpty() && from.record() == null
              ? "spec.parity.promotedFrom: there is no TwelveFactorApp %s/%s"
                  .formatted(from.namespace(), from.name())
              : "%s/%s has not brought up any release yet"
                  .formatted(from.namespace(), from.name()));
    }
    List<Ran> same = ran.stream().filter(r -> build.digest().equals(r.build().digest())).toList();
    if (same.isEmpty()) {
      Ran latest = ran.get(0);
      return awaiting(
          "spec.image: %s has not run in %s; to be promoted is %s (%s): put that image here, or let this one run there first"
              .formatted(
                  brief(build.digest()),
                  latest.where(),
                  latest.named(),
                  brief(latest.build().digest())));
    }
    Optional<Ran> whole = same.stream().filter(r -> r.build().equals(build)).findFirst();
    if (whole.isEmpty()) {
      return awaiting(
          "%s ran this image with other processes: %s; make them the same"
              .formatted(same.get(0).named(), build.differences(same.get(0).build()).orElse("")));
    }
    return unlessLongEnough(same.stream().filter(r -> r.build().equals(build)).toList());
  }

  private Optional<Hold> unlessLongEnough(List<Ran> whole) {
    Duration wanted =
        Duration.ofSeconds(parity.readyForSeconds() == null ? 0 : parity.readyForSeconds());
    if (whole.stream().anyMatch(ran -> ran.ranFor(wanted, facts.now()))) {
      return Optional.empty();
    }
    Ran ran = whole.get(0);
    return awaiting(
        "%s must be ready for %d s before this one follows; %s"
            .formatted(
                ran.named(),
                wanted.toSeconds(),
                ran.since() == null
                    ? "it is not ready now"
                    : ran.until() == null
                        ? "that will be at " + ran.since().plus(wanted)
                        : "it was replaced before"));
  }

  private Optional<Hold> approval(String app) {
    String digest = Build.digest(candidate.inputs().image());
    if (parity.approval() != Approval.Required
        || promotion.approvals().stream().anyMatch(approval -> covers(approval, digest))) {
      return Optional.empty();
    }
    return Optional.of(
        Hold.waiting(
            "AwaitingApproval",
            "release %d (%s, fingerprint %s) waits for a ReleaseApproval; `kubectl twelvefactor approve %s` makes one, where you may"
                .formatted(
                    candidate.number(),
                    digest == null ? candidate.inputs().image() : digest,
                    candidate.fingerprint().substring(0, 12),
                    app)));
  }

  private boolean covers(ReleaseApprovalSpec approval, String digest) {
    return approval.release() == candidate.number()
        && approval.digest().equals(digest)
        && (approval.fingerprint() == null
            || candidate.fingerprint().startsWith(approval.fingerprint()));
  }

  private static Optional<Hold> awaiting(String message) {
    return Optional.of(Hold.waiting("AwaitingPromotion", message));
  }

  private static String brief(String digest) {
    return digest == null || digest.length() <= BRIEF ? digest : digest.substring(0, BRIEF) + "…";
  }
}
