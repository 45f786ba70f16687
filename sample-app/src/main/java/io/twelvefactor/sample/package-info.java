/**
 * The hello service of the AWS twelve-factor reference solution: one jar whose first argument picks
 * the process, {@code web} (the default) or an admin process. {@link
 * io.twelvefactor.sample.Environment} is all it takes from outside; {@code config} keeps the
 * settings that AppConfig delivers, {@code greeting} reads the table, {@code web} answers HTTP,
 * {@code admin} holds the admin processes, which never start the web server.
 */
package io.twelvefactor.sample;
