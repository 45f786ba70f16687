/**
 * The twelve rooms, one class a factor, each with up to three parts (the fourth, its rules, are
 * files: {@link io.twelvefactor.operator.rules}):
 *
 * <ul>
 *   <li><b>shape</b>: what the factor puts into a pod template. It sees {@link
 *       io.twelvefactor.operator.release.ReleaseInputs} and nothing else, so everything it uses is
 *       in the release's fingerprint.
 *   <li><b>surround</b>: the objects the factor puts around the pods. It sees the {@link
 *       io.twelvefactor.operator.factor.Setting}: the spec, the plan and the facts.
 *   <li><b>judge</b>: the factor's verdict with its evidence. What cannot be seen is Unknown, what
 *       does not concern the app is NotApplicable, and evidence holds nothing that changes by
 *       itself (an age, say), or an app at rest would be written to for ever.
 * </ul>
 *
 * <p>All of it is pure.
 */
package io.twelvefactor.operator.factor;
