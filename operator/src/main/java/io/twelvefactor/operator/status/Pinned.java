package io.twelvefactor.operator.status;

import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.release.Origin.Rollback;
import io.twelvefactor.operator.release.Pin;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import java.util.Optional;

/**
 * What {@code spec.release.rollbackTo} has come to.
 *
 * @param to number of the release that the app is pinned to; empty where it names none
 * @param reason one CamelCase word for programs
 * @param message for people
 */
record Pinned(Optional<Integer> to, String reason, String message) {

  /** What the pin of an app has come to, if it has one. */
  static Optional<Pinned> of(TwelveFactorApp app, Plan plan) {
    return Pin.of(app.getSpec()).map(pin -> of(pin, plan));
  }

  private static Pinned of(Pin pin, Plan plan) {
    Optional<Integer> to =
        plan.aim()
            .filter(pin::madeFor)
            .flatMap(Release::rollback)
            .map(Rollback::of)
            .or(() -> pin.named(plan.ledger()).map(Release::number));
    return new Pinned(
        to,
        to.isPresent() ? "RollbackTo" : Pin.MISSING,
        to.map(
                number ->
                    "pinned to release %d by spec.release.rollbackTo: changes of image, config and processes wait until it is removed"
                        .formatted(number))
            .orElseGet(() -> missing(pin, plan)));
  }

  private static String missing(Pin pin, Plan plan) {
    boolean following = plan.hold().filter(h -> h.reason().equals(Pin.MISSING)).isEmpty();
    return pin.missing(plan.ledger())
        + (following ? "; no release ran that could stay, so the spec is followed" : "");
  }
}
