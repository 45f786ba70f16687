/**
 * Stage 4: the only writer of an app's objects. Its contract:
 *
 * <ul>
 *   <li>An object that exists and is not controlled by this app's uid is never written to. Creation
 *       is a server-side apply that carries {@code resourceVersion: "1"}, which no stored object
 *       has: the API server creates, or answers 409. Every later apply carries the uid of the
 *       object that was seen, so one that was deleted and made again by somebody else is refused as
 *       well. Neither can race (docs/design.md, "Apply without takeover").
 *   <li>Nothing is written that is already so: an apply is skipped when the live object holds our
 *       fields with our values. An app at rest costs no write.
 *   <li>One field manager, by force, for what we declare. What others add where it changes what
 *       runs (a pod template, a Service's ports and selector) is taken out and reported.
 *   <li>Pruning only when every apply succeeded, only what our uid controls, never kinds with a
 *       life of their own (release records, config copies, Jobs).
 *   <li>One object that the API server refuses does not keep the others from being applied.
 * </ul>
 */
package io.twelvefactor.operator.apply;
