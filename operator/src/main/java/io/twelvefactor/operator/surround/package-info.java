/**
 * Stage 3, pure: the objects that are to exist around the releases in force.
 *
 * <p>What belongs to the app as a whole follows the spec at once; what belongs to a release follows
 * the current one until the target has become current ({@link
 * io.twelvefactor.operator.factor.Setting}). Every object carries a controller reference to the app
 * and lives in its namespace; nothing of the app's own labels and annotations is copied to it,
 * since GitOps tools would prune what carries their marks.
 */
package io.twelvefactor.operator.surround;
