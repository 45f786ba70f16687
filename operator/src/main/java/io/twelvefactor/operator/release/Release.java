package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import java.time.Instant;

/**
 * One release of an app.
 *
 * @param number 1, 2, …; never used twice
 * @param fingerprint hash of the inputs
 * @param inputs what it was made of
 * @param templates what it was made into, once and for all
 * @param createdAt when it was minted
 * @param cause what led to it, for people
 * @param revision of the codebase, or null
 * @param outcome what became of it
 */
public record Release(
    int number,
    String fingerprint,
    ReleaseInputs inputs,
    Templates templates,
    Instant createdAt,
    String cause,
    String revision,
    ReleaseOutcome outcome) {

  public Release withOutcome(ReleaseOutcome other) {
    return new Release(number, fingerprint, inputs, templates, createdAt, cause, revision, other);
  }
}
