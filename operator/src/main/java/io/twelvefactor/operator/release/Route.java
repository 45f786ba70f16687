package io.twelvefactor.operator.release;

import java.util.List;
import java.util.Optional;

/**
 * The way to a release from where the app stands: at once, after a release command, or not at all
 * where it has failed for good.
 */
final class Route {
  private final Ledger ledger;
  private final List<CommandRun> runs;
  private final String namespace;

  Route(Ledger ledger, List<CommandRun> runs, String namespace) {
    this.ledger = ledger;
    this.runs = runs;
    this.namespace = namespace;
  }

  /** To a release that is recorded. */
  Plan to(Release release) {
    return plan(release, false, Optional.empty());
  }

  /** To a release that has yet to be recorded. */
  Plan toNew(Release release) {
    return plan(release, true, Optional.empty());
  }

  /** On to where the app was going before something came up that holds what is newer. */
  Plan stay(Hold why) {
    return ledger
        .standing()
        .map(release -> plan(release, false, Optional.of(why)))
        .orElseGet(
            () -> new Plan(ledger, Optional.empty(), Optional.empty(), false, Optional.of(why)));
  }

  private Plan plan(Release release, boolean minted, Optional<Hold> hold) {
    Optional<Release> current = ledger.current();
    if (current.filter(release::equals).isPresent()) {
      Optional<Release> left =
          ledger.latest().filter(l -> !l.equals(release) && !l.fate().withdrawn());
      return new Plan(ledger, current, current, false, hold, Optional.empty(), left);
    }
    if (release.givenUp()) {
      return new Plan(
          ledger, current, before(release), false, hold.or(() -> Optional.of(failed(release))));
    }
    Optional<Hold> gate = CommandGate.before(release, runs, namespace);
    return gate.isPresent()
        ? new Plan(
            ledger,
            current,
            before(release),
            minted,
            hold.or(() -> gate),
            Optional.of(release),
            Optional.empty())
        : new Plan(ledger, current, Optional.of(release), minted, hold);
  }

  /** What stays in place of a release that is not to be rolled out: what runs, or came closest. */
  private Optional<Release> before(Release release) {
    return ledger
        .current()
        .or(
            () ->
                ledger.releases().stream()
                    .filter(r -> r.number() < release.number())
                    .filter(r -> !r.givenUp() && !r.awaitsCommand())
                    .findFirst());
  }

  private Hold failed(Release release) {
    return Hold.stalled(
        "ReleaseFailed",
        "release %d could not be brought up: %s; %s"
            .formatted(
                release.number(),
                release.fate().reason() == null ? "not recorded why" : release.fate().reason(),
                ledger
                        .current()
                        .map(current -> "release %d goes on serving; ".formatted(current.number()))
                        .orElse("")
                    + "change the spec or its config"));
  }
}
