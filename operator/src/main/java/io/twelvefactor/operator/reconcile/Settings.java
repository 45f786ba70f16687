package io.twelvefactor.operator.reconcile;

import java.time.Duration;
import java.util.Set;

/**
 * What the operator's administrator decides.
 *
 * @param namespace of the operator itself, where it keeps its key
 * @param patience how long a release may wait for something before its app counts as stalled
 * @param allowedManagers field managers of others that may add to the pod templates of apps, such
 *     as a mesh's
 */
public record Settings(String namespace, Duration patience, Set<String> allowedManagers) {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What holds where nothing is decided. */
  public static Settings defaults(String namespace) {
    return new Settings(namespace, PATIENCE, Set.of());
  }
}
