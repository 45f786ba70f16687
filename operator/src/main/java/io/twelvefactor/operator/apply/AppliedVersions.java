package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.twelvefactor.operator.observe.Versions;
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

  /** A quarter of the hash is plenty to tell one desired state of an object from the next. */
  private record Version(long desired, String uid, long version) {}

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
  boolean hasSeen(HasMetadata desired, HasMetadata live) {
    Version seen = seen(desired);
    return holds(seen, desired, live) && Versions.of(live) <= seen.version;
  }

  /** Whether this very object was found to hold what is desired, whatever became of it since. */
  boolean held(HasMetadata desired, HasMetadata live) {
    return holds(seen(desired), desired, live);
  }

  void remember(HasMetadata desired, HasMetadata live) {
    Version version = new Version(hash(desired), live.getMetadata().getUid(), Versions.of(live));
    synchronized (this) {
      versions.put(key(desired), version);
    }
  }

  private synchronized Version seen(HasMetadata desired) {
    return versions.get(key(desired));
  }

  // Hashing is the dear part: never under the lock that all passes share.
  private static boolean holds(Version seen, HasMetadata desired, HasMetadata live) {
    return seen != null
        && seen.uid.equals(live.getMetadata().getUid())
        && seen.desired == hash(desired);
  }

  private static long hash(HasMetadata desired) {
    return Long.parseUnsignedLong(Fingerprint.hash(desired).substring(0, 16), 16);
  }

  /** An object that is not desired any more; making it again one day repairs nothing. */
  synchronized void forget(HasMetadata object) {
    versions.remove(key(object));
  }

  private static String key(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().get(0).getUid()
        + "/"
        + object.getKind()
        + "/"
        + object.getMetadata().getName();
  }
}
