package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this pass is to bring about.
 *
 * @param ledger the releases that exist
 * @param current the release that runs, if any ever did
 * @param target the release that is to run: the current one, a later one, or one still to be minted
 * @param minted whether the target has yet to be recorded
 * @param hold why nothing newer can be rolled out, if so
 */
public record Plan(
    Ledger ledger,
    Optional<Release> current,
    Optional<Release> target,
    boolean minted,
    Optional<Hold> hold) {

  /** The same plan with its target held back: what runs stays. */
  public Plan held(Hold why) {
    return new Plan(ledger, current, current, false, Optional.of(why));
  }

  /** The same plan once it is known what became of its target. */
  public Plan settled(ReleaseOutcome outcome) {
    Optional<Release> settled = target.map(release -> release.withOutcome(outcome));
    Ledger noted =
        Ledger.of(
            Stream.concat(
                    settled.stream(),
                    ledger.releases().stream()
                        .filter(r -> target.stream().noneMatch(t -> t.number() == r.number())))
                .toList());
    return new Plan(
        noted, outcome == ReleaseOutcome.Current ? settled : current, settled, false, hold);
  }

  /** Whether a release other than the current one is being rolled out. */
  public boolean rollingOut() {
    return target.isPresent() && !sameNumber(target, current);
  }

  /** Current and target, without repeating one. */
  public Stream<Release> live() {
    return rollingOut() ? Stream.concat(current.stream(), target.stream()) : target.stream();
  }

  private static boolean sameNumber(Optional<Release> one, Optional<Release> other) {
    return one.map(Release::number).equals(other.map(Release::number));
  }
}
