/**
 * What the operator reads of AWS AppConfig, for the apps whose namespace the administrator lets
 * read it.
 *
 * <p>{@link io.twelvefactor.operator.appconfig.Access} says who may be given what: the operator
 * reads with an identity of its own, and must not be a way around the permissions of the apps.
 * {@link io.twelvefactor.operator.appconfig.Feed} keeps one session for each profile, region and
 * role, however many apps share it, and tells an app when there is something new. Nothing here
 * judges content; that is the release stage's.
 */
package io.twelvefactor.operator.appconfig;
