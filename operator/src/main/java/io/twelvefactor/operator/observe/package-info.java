/**
 * Stage 1: everything that a pass may know, gathered into {@link
 * io.twelvefactor.operator.observe.Facts}. The only package that reads the cluster for a decision;
 * no stage after it reads anything.
 *
 * <p>Contents of referenced ConfigMaps and Secrets are not kept, only their digest and key names: a
 * plain SHA-256 for ConfigMaps, and for Secrets an HMAC under a key of the operator's own, because
 * a plain hash of a weak secret in a readable object could be guessed.
 */
package io.twelvefactor.operator.observe;
