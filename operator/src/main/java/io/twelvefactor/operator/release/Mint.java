package io.twelvefactor.operator.release;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.ReleasePolicy;
import io.twelvefactor.api.v1alpha1.ReleaseStatus;
import io.twelvefactor.api.v1alpha1.ReleaseWhen;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Facts;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/** Makes the next release of an app: from its spec, or from an earlier release. */
final class Mint {
  private final TemplateRenderer renderer;

  Mint(TemplateRenderer renderer) {
    this.renderer = renderer;
  }

  /**
   * A release of what the spec declares.
   *
   * @throws Unrenderable where the inputs cannot be turned into pods
   */
  Release fromSpec(
      TwelveFactorApp app, Facts facts, Ledger ledger, ReleaseInputs inputs, String fingerprint) {
    int number = nextNumber(app, ledger);
    Optional<ReleaseInputs> before = ledger.standing().map(Release::inputs);
    boolean declared = before.map(old -> Cause.isDeclared(old, inputs)).orElse(true);
    return new Release(
        number,
        fingerprint,
        inputs,
        renderer.render(inputs, number),
        facts.now().truncatedTo(ChronoUnit.SECONDS),
        app.getSpec().codebase() == null ? null : app.getSpec().codebase().revision(),
        new Origin(
            Cause.of(before, inputs),
            declared ? writer(app) : null,
            null,
            runsCommand(app, ledger, inputs)),
        Fate.of(ReleaseOutcome.Releasing));
  }

  /**
   * A release that is an earlier one again: its very templates, which another version of the
   * operator may have rendered, under the new number. Secrets were never kept, so it is made of
   * their values of today, and its fingerprint says so. Its command does not run: it ran before,
   * and going back must not wait for it.
   */
  Release again(TwelveFactorApp app, Facts facts, Ledger ledger, Release earlier, Pin pin) {
    int number = nextNumber(app, ledger);
    ReleaseInputs inputs = earlier.inputs().withSecretsOf(facts);
    return new Release(
        number,
        Fingerprint.of(inputs),
        inputs,
        earlier.templates().numbered(number),
        facts.now().truncatedTo(ChronoUnit.SECONDS),
        earlier.revision(),
        new Origin(
            "rollback to release %d".formatted(earlier.number()),
            writer(app),
            new Origin.Rollback(earlier.number(), pin.asked()),
            false),
        Fate.of(ReleaseOutcome.Releasing));
  }

  private static boolean runsCommand(TwelveFactorApp app, Ledger ledger, ReleaseInputs inputs) {
    if (inputs.release() == null) {
      return false;
    }
    ReleasePolicy policy = app.getSpec().release();
    return policy.when() == ReleaseWhen.Always
        || ledger
            .current()
            .filter(current -> current.inputs().imageContent().equals(inputs.imageContent()))
            .isEmpty();
  }

  /** Whoever wrote the spec last; a status is written through a subresource. */
  private static String writer(TwelveFactorApp app) {
    return app.getMetadata().getManagedFields().stream()
        .filter(entry -> Objects.requireNonNullElse(entry.getSubresource(), "").isEmpty())
        .max(
            Comparator.comparing(
                ManagedFieldsEntry::getTime, Comparator.nullsFirst(Comparator.naturalOrder())))
        .map(ManagedFieldsEntry::getManager)
        .orElse(null);
  }

  /** A number that the status has shown is never used again, even if its record was deleted. */
  private static int nextNumber(TwelveFactorApp app, Ledger ledger) {
    int shown =
        app.getStatus() == null
            ? 0
            : app.getStatus().releases().stream().mapToInt(ReleaseStatus::number).max().orElse(0);
    return 1 + Math.max(ledger.latest().map(Release::number).orElse(0), shown);
  }
}
