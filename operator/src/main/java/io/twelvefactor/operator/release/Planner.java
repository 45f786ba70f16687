package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Facts;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which release is to run: the one that the spec calls for, or the one it is pinned to; of
 * those there are, or a new one.
 */
public final class Planner {
  private final Mint mint;
  private final Pace pace;

  public Planner(TemplateRenderer renderer, Pace pace) {
    mint = new Mint(renderer);
    this.pace = pace;
  }

  /** The plan for an app, given the releases that exist. */
  public Plan plan(TwelveFactorApp app, Facts facts, Ledger ledger) {
    return Pin.of(app.getSpec())
        .map(pin -> pinned(app, facts, ledger, pin))
        .orElseGet(() -> declared(app, facts, ledger));
  }

  private Plan declared(TwelveFactorApp app, Facts facts, Ledger ledger) {
    Route route = new Route(ledger, CommandRun.of(facts), app.getMetadata().getNamespace());
    Resolution resolution = Resolver.resolve(app, facts, ledger.standing());
    if (resolution instanceof Resolution.Unresolved unresolved) {
      return route.stay(unresolved.hold());
    }
    ReleaseInputs inputs = ((Resolution.Resolved) resolution).inputs();
    String fingerprint = Fingerprint.of(inputs);
    // What runs is looked at as well: where what came after it failed, going back to its content is
    // going back to it, without a number and without a restart.
    Optional<Release> there =
        Stream.of(ledger.standing(), ledger.current())
            .flatMap(Optional::stream)
            .filter(release -> release.fingerprint().equals(fingerprint))
            .findFirst();
    Optional<Hold> settling =
        there.isPresent() ? Optional.empty() : pace.hold(ledger, inputs, facts.now());
    if (settling.isPresent()) {
      return route.stay(settling.get());
    }
    try {
      if (there.isPresent()) {
        return route.to(there.get());
      }
      Release minted = mint.fromSpec(app, facts, ledger, inputs, fingerprint);
      return Gate.hold(app, facts, ledger, minted)
          .map(route::stay)
          .orElseGet(() -> route.toNew(minted));
    } catch (Unrenderable e) {
      return route.stay(e.hold());
    }
  }

  private Plan pinned(TwelveFactorApp app, Facts facts, Ledger ledger, Pin pin) {
    Route route = new Route(ledger, CommandRun.of(facts), app.getMetadata().getNamespace());
    Optional<Release> named = pin.named(ledger);
    Optional<Release> there =
        Stream.of(ledger.standing(), ledger.current())
            .flatMap(Optional::stream)
            .filter(release -> pin.madeFor(release) || named.filter(release::equals).isPresent())
            .findFirst();
    if (there.isPresent()) {
      return route.to(there.get());
    }
    if (named.isPresent()) {
      return route.toNew(mint.again(app, facts, ledger, named.get(), pin));
    }
    // A rebuilt cluster has no releases yet: an app that runs is better than one that waits.
    return ledger.current().isEmpty()
        ? declared(app, facts, ledger)
        : route.stay(
            Hold.stalled(
                Pin.MISSING,
                pin.missing(ledger)
                    + "; name one of these, or remove rollbackTo; what runs stays as it is"));
  }
}
