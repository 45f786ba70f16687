/**
 * Stage 5: what the app is told. Everything but the writing is pure.
 *
 * <p>The conditions follow the rules of kstatus, so that Flux, Argo CD and {@code kubectl wait}
 * read them rightly: Ready is always there; Reconciling and Stalled only while True and never both;
 * Ready is never True beside either. There is one writer, it writes only what changed, and events
 * are sent on transitions only.
 *
 * @see <a
 *     href="https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md">kstatus</a>
 */
package io.twelvefactor.operator.status;
