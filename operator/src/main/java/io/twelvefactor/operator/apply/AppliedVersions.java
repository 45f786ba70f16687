package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.twelvefactor.operator.release.Fingerprint;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers, for each object, which version of it was last found to hold what was desired. Saves
 * comparing again what has not changed, and keeps a cache that lags behind our own write from
 * looking like somebody's change.
 *
 * <p>A memory only: after a restart the first pass compares everything, and writes nothing that is
 * already so.
 */
public final class AppliedVersions {
  private static final int MOST = 200_000;

  private record Version(String desired, String uid, long version) {}

  private final Map<String, Version> versions =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Version> eldest) {
          return size() > MOST;
        }
      };

  /** Whether an object of this name was applied since the operator started. */
  synchronized boolean knows(HasMetadata desired) {
    return versions.containsKey(key(desired));
  }

  /** Whether this version, or a later one that we know, was found to hold what is desired. */
  synchronized boolean hasSeen(HasMetadata desired, HasMetadata live) {
    Version seen = versions.get(key(desired));
    return seen != null
        && seen.uid.equals(live.getMetadata().getUid())
        // Comparable as numbers since Kubernetes 1.35 (KEP-5504), and in etcd ever since.
        && Long.parseLong(live.getMetadata().getResourceVersion()) <= seen.version
        && seen.desired.equals(Fingerprint.hash(desired));
  }

  synchronized void remember(HasMetadata desired, HasMetadata live) {
    versions.put(
        key(desired),
        new Version(
            Fingerprint.hash(desired),
            live.getMetadata().getUid(),
            Long.parseLong(live.getMetadata().getResourceVersion())));
  }

  /** Whether this very object was found to hold what is desired, whatever became of it since. */
  synchronized boolean held(HasMetadata desired, HasMetadata live) {
    Version seen = versions.get(key(desired));
    return seen != null
        && seen.uid.equals(live.getMetadata().getUid())
        && seen.desired.equals(Fingerprint.hash(desired));
  }

  /** Forgets an object that is deleted on purpose. */
  synchronized void forget(HasMetadata object) {
    versions.remove(key(object));
  }

  /** With the owner: an app that is made again under its old name begins anew. */
  private static String key(HasMetadata object) {
    String owner =
        object.getMetadata().getOwnerReferences().stream()
            .filter(reference -> Boolean.TRUE.equals(reference.getController()))
            .map(OwnerReference::getUid)
            .findFirst()
            .orElse("");
    return String.join("/", owner, object.getKind(), object.getMetadata().getName());
  }
}
