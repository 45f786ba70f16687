/**
 * Runs admin processes and commands once, on demand: the second, small controller, for {@code
 * AdminRun}s.
 *
 * <p>A run takes its pod from the release that is current when it starts, as that release froze it;
 * a later release changes nothing of it. It is one Job of the run's own name, created and never
 * changed. Everything that starting needs to know is asked of the API server itself and not of a
 * cache, since a cache that lags could run a command twice.
 *
 * <p>What cannot start yet (no such app, process or current release) waits for a while and then
 * fails for good: a command that starts hours after it was asked for surprises people.
 *
 * <p>{@code RunJob}, {@code CommandPod}, {@code RunOutcome} and {@code Retention} are pure.
 */
package io.twelvefactor.operator.run;
