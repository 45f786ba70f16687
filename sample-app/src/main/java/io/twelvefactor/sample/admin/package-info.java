/**
 * The admin processes: one-off work in the same image with the same environment as {@code web}.
 *
 * <p>Each acts on the table that AppConfig names now, says what it did as one JSON object a line on
 * standard output, and is safe to run twice. Exit codes: 0 done; 1 refused, a second run would be
 * refused as well; 2 wrong arguments; 75 AWS was not reached or not in time, a second run may
 * succeed; 78 the environment is missing something.
 */
package io.twelvefactor.sample.admin;
