/**
 * The operator. One direction, one purpose a package:
 *
 * <pre>
 * TwelveFactorApp ─► observe ─► release ─► surround ─► apply ─► status
 *                    Facts      Release    objects     server   verdicts, conditions
 * </pre>
 *
 * <p>{@code observe} is the only reader and {@code apply} the only writer of objects ({@code
 * status} writes the app's status and events). Everything between is pure: same facts, same
 * outcome, and time comes in with the facts. {@code factor} is the twelve rooms that the pure
 * stages visit, and {@code reconcile} strings the stages together.
 */
package io.twelvefactor.operator;
