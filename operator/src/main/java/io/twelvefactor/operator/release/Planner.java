package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import io.twelvefactor.operator.observe.Facts;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Decides which release is to run: the one there is, or a new one. */
public final class Planner {
  private final TemplateRenderer renderer;

  public Planner(TemplateRenderer renderer) {
    this.renderer = renderer;
  }

  /** The plan for an app, given the releases that exist. */
  public Plan plan(TwelveFactorApp app, Facts facts, Ledger ledger) {
    Optional<Release> current = ledger.current();
    Resolution resolution = Resolver.resolve(app, facts);
    if (resolution instanceof Resolution.Unresolved unresolved) {
      return new Plan(ledger, current, ledger.latest(), false, Optional.of(unresolved.hold()));
    }
    ReleaseInputs inputs = ((Resolution.Resolved) resolution).inputs();
    String fingerprint = Fingerprint.of(inputs);
    Optional<Release> latest = ledger.latest();
    if (latest.isPresent() && latest.get().fingerprint().equals(fingerprint)) {
      return new Plan(ledger, current, latest, false, Optional.empty());
    }
    try {
      Release minted = mint(app, facts, latest, inputs, fingerprint);
      Plan plan = new Plan(ledger, current, Optional.of(minted), true, Optional.empty());
      return Gate.hold(app, facts, ledger, minted).map(plan::held).orElse(plan);
    } catch (Unrenderable e) {
      Hold hold = Hold.stalled("SpecInvalid", e.getMessage());
      return new Plan(ledger, current, latest, false, Optional.of(hold));
    }
  }

  private Release mint(
      TwelveFactorApp app,
      Facts facts,
      Optional<Release> latest,
      ReleaseInputs inputs,
      String fingerprint) {
    int number = 1 + Math.max(latest.map(Release::number).orElse(0), numberInStatus(app));
    return new Release(
        number,
        fingerprint,
        inputs,
        renderer.render(inputs, number),
        facts.now().truncatedTo(ChronoUnit.SECONDS),
        Cause.of(latest.map(Release::inputs), inputs),
        app.getSpec().codebase() == null ? null : app.getSpec().codebase().revision(),
        ReleaseOutcome.Releasing);
  }

  /** A number that the status has shown is never used again, even if its record was deleted. */
  private static int numberInStatus(TwelveFactorApp app) {
    TwelveFactorAppStatus status = app.getStatus();
    return status == null
        ? 0
        : status.releases().stream().mapToInt(release -> release.number()).max().orElse(0);
  }
}
