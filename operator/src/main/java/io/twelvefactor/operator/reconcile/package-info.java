/**
 * Strings the stages together and fits them into java-operator-sdk, which gives the event loop,
 * informers, retries, leader election and metrics.
 *
 * <p>The framework's line that can be had here, 5.3.2, loses changes in two ways; the guards are
 * kept in this package and in {@code status.StatusWriter}, to be deleted with the next version:
 * every write goes past the framework's own writing, whose event filter can swallow a foreign
 * change (java-operator-sdk#3398, #3455); comparing of resource versions, which that filter rests
 * on, is off; retries never end, since a superseding event does not refill their budget (#3479);
 * and every app is looked at anew every few minutes whatever happens.
 */
package io.twelvefactor.operator.reconcile;
