/**
 * The greeting and where it comes from: item {@code Application = "TwelveFactorApp"} of the table
 * in force, attributes {@code Name}, {@code Language}, {@code Platform}, {@code BgColor}.
 *
 * <p>Contract of a read: an answer comes from a read of the table that began after the request
 * arrived; requests that wait at the same time share reads, nothing is cached. When the table
 * cannot be read, or has no such item, the last greeting read is answered, marked stale; before the
 * first there is none, and the request is told when to come again.
 */
package io.twelvefactor.sample.greeting;
