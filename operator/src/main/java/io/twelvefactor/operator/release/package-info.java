/**
 * Stage 2, pure: numbered, immutable releases.
 *
 * <p>{@link io.twelvefactor.operator.release.ReleaseInputs} is everything that a pod is made of and
 * nothing else: the factors' shape parts can read only it, and the fingerprint is the hash of
 * exactly it, so neither can forget a field. A fingerprint other than the latest release's mints
 * the next number. Its pod templates are rendered once and frozen in a ControllerRevision; from
 * then on the frozen template is what is applied, so a new version of the operator restarts
 * nothing.
 *
 * <p>Number, fingerprint, inputs and templates never change. Outcome and cause are annotations of
 * the ControllerRevision, since of it only the data is immutable.
 */
package io.twelvefactor.operator.release;
