package io.twelvefactor.operator.reconcile;

import io.twelvefactor.operator.appconfig.Access;
import java.time.Duration;
import java.util.Set;

/**
 * What the operator's administrator decides.
 *
 * @param namespace of the operator itself, where it keeps its key
 * @param patience how long a release may wait for something before its app counts as stalled
 * @param configInterval least time between two releases of an app that only its config made
 * @param appConfigAccess which profiles of AppConfig the apps of which namespace may be given
 * @param allowedManagers field managers of others that may add to the pod templates of apps, such
 *     as a mesh's
 * @param logImage of the log sidecars of apps that name none, or null
 */
public record Settings(
    String namespace,
    Duration patience,
    Duration configInterval,
    Access appConfigAccess,
    Set<String> allowedManagers,
    String logImage) {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration CONFIG_INTERVAL = Duration.ofSeconds(30);

  /** What holds where nothing is decided. */
  public static Settings defaults(String namespace) {
    return new Settings(namespace, PATIENCE, CONFIG_INTERVAL, Access.none(), Set.of(), null);
  }
}
