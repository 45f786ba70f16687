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
 * <p>Number, fingerprint, inputs, templates and origin never change. What became of a release
 * ({@link io.twelvefactor.operator.release.Fate}) is kept in annotations of the ControllerRevision,
 * since of it only the data is immutable.
 *
 * <p>{@link io.twelvefactor.operator.release.Planner} decides which release is to run: by the spec,
 * or by the {@link io.twelvefactor.operator.release.Pin} that goes back to an earlier one. {@link
 * io.twelvefactor.operator.release.Route} decides what that means now: at once, after a release
 * command, or not at all where it has failed for good.
 */
package io.twelvefactor.operator.release;
