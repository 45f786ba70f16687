/**
 * The one client of AWS AppConfig's data plane (the {@code appconfigdata} API of 2021-11-11).
 *
 * <p>Contract, for every session, whatever the server does:
 *
 * <ul>
 *   <li>A token is spent on one call and replaced by the answer's; no copy of it is kept. One that
 *       is older than 24 hours is not sent: the session is opened anew.
 *   <li>No call is made before the last answer's interval has passed. {@code refresh} asks the same
 *       gate: it answers {@link io.twelvefactor.appconfig.PollOutcome.NotYet} instead of calling.
 *   <li>An empty body means "unchanged": the content stays and the poll clock advances.
 *   <li>Content that the caller's {@link io.twelvefactor.appconfig.ContentValidator} refuses is
 *       reported; the last good content stays in use until a good one arrives.
 *   <li>Throttling and server faults are retried with the same token after an exponential delay
 *       with jitter. An answer lost on its way opens a new session, because the server may count
 *       the content in it as delivered. A refused token opens a new session at once, the second
 *       time in a row after a delay.
 * </ul>
 *
 * <p>Stages: {@link io.twelvefactor.appconfig.AppConfigSession} is the pure state machine (when may
 * I call, what did the answer mean), {@link io.twelvefactor.appconfig.AppConfigSource} is the I/O,
 * {@link io.twelvefactor.appconfig.AppConfigPoller} joins the two on a clock and a scheduler that
 * are given to it, and {@link io.twelvefactor.appconfig.SharedPollers} lets any number of
 * subscribers share one session a configuration. Nothing here logs: outcomes go to listeners.
 */
package io.twelvefactor.appconfig;
