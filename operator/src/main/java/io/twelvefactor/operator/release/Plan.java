package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this pass is to bring about.
 *
 * @param ledger the releases that exist
 * @param current the release that runs, if any ever did
 * @param target the release whose pods are to run: the current one, a later one, or one still to be
 *     minted
 * @param minted whether the release to arrive at has yet to be recorded
 * @param hold why nothing newer can be rolled out, if so
 * @param next the release that becomes the target once no release command keeps it back
 * @param left the latest release, where the app now goes back to the current one instead
 */
public record Plan(
    Ledger ledger,
    Optional<Release> current,
    Optional<Release> target,
    boolean minted,
    Optional<Hold> hold,
    Optional<Release> next,
    Optional<Release> left) {

  /** A plan in which no release command keeps anything back, and nothing is gone back on. */
  public Plan(
      Ledger ledger,
      Optional<Release> current,
      Optional<Release> target,
      boolean minted,
      Optional<Hold> hold) {
    this(ledger, current, target, minted, hold, Optional.empty(), Optional.empty());
  }

  /** The same plan with its target held back: what runs stays. */
  public Plan held(Hold why) {
    return new Plan(ledger, current, current, false, Optional.of(why));
  }

  /** The same plan, of which a part is held back for a while. */
  public Plan awaiting(Hold why) {
    return new Plan(ledger, current, target, minted, Optional.of(why), next, left);
  }

  /** The same plan once it is known what became of its target. */
  public Plan settled(Fate fate) {
    Optional<Release> settled = target.map(release -> release.with(fate));
    return new Plan(
        settled.map(ledger::with).orElse(ledger),
        fate.outcome() == ReleaseOutcome.Current ? settled : current,
        settled,
        false,
        hold,
        next,
        left);
  }

  /** The same plan as if the release command that it waits for had ended well. */
  public Plan arrived() {
    return next.isEmpty() ? this : new Plan(ledger, current, next, minted, Optional.empty());
  }

  /** The release to arrive at. */
  public Optional<Release> aim() {
    return next.or(() -> target);
  }

  /** Whether a release other than the current one is being rolled out. */
  public boolean rollingOut() {
    return target.isPresent() && !sameNumber(target, current);
  }

  /** Whether a release other than the current one is being rolled out, or is to be. */
  public boolean moves() {
    return rollingOut() || next.isPresent();
  }

  /** Current and target, without repeating one. */
  public Stream<Release> live() {
    return rollingOut() ? Stream.concat(current.stream(), target.stream()) : target.stream();
  }

  /** Those, and the one that waits to become the target: what must not be without its config. */
  public Stream<Release> involved() {
    return Stream.concat(live(), next.stream());
  }

  private static boolean sameNumber(Optional<Release> one, Optional<Release> other) {
    return one.map(Release::number).equals(other.map(Release::number));
  }
}
