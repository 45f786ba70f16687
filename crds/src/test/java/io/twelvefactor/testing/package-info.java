/**
 * What the tests of every module share: one real control plane for a whole run of Maven, the very
 * one that {@code dev/kubernetes} gives to a person.
 *
 * <p>The first test that asks starts it, later ones and the other modules find it up, and it is
 * taken down when Maven ends, however it ends. Tests stay apart by namespace; nothing is cleaned
 * up, because nothing outlives the run.
 */
package io.twelvefactor.testing;
