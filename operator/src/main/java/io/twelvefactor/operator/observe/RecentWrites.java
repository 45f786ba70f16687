package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What was written and has not come back through a watch yet. Laid over the caches, so that a pass
 * sees what the one before it did; and by it the echo of a write is told from somebody's change.
 *
 * <p>An echo is the very version that a write returned, and nothing else, so no change of others
 * can be taken for one. (The framework's own filter works with a time window, and can: see {@code
 * reconcile}.)
 */
public final class RecentWrites {
  /** A watch that is further behind than this is broken, and the cache is to be believed again. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private record Write(HasMetadata object, Instant at) {
    boolean isOld(Instant now) {
      return at.plus(LONGEST).isBefore(now);
    }
  }

  private final Clock clock;
  private final Map<String, Map<String, Write>> byOwner = new HashMap<>();
  private Instant swept = Instant.MIN;

  public RecentWrites(Clock clock) {
    this.clock = clock;
  }

  /** Notes what the server answered to a write of an object that an app owns. */
  public synchronized void note(HasMetadata written) {
    sweep();
    byOwner
        .computeIfAbsent(owner(written), uid -> new LinkedHashMap<>())
        .put(Children.key(written), new Write(written, clock.instant()));
  }

  /** Takes notice of what a watch shows; whether it is the echo of a write. */
  synchronized boolean isEcho(HasMetadata seen) {
    Write write = find(seen);
    if (write == null || Versions.of(seen) < Versions.of(write.object)) {
      return false;
    }
    forget(seen);
    return Versions.of(seen) == Versions.of(write.object) && sameUid(seen, write.object);
  }

  /** Takes notice that an object is gone. */
  synchronized void forget(HasMetadata object) {
    Map<String, Write> writes = byOwner.get(owner(object));
    if (writes != null) {
      writes.remove(Children.key(object));
      if (writes.isEmpty()) {
        byOwner.remove(owner(object));
      }
    }
  }

  /** The objects of an app as the caches show them, or newer. */
  synchronized Collection<HasMetadata> over(Collection<HasMetadata> cached, HasMetadata app) {
    Map<String, Write> writes = byOwner.get(app.getMetadata().getUid());
    if (writes == null) {
      return cached;
    }
    Instant now = clock.instant();
    writes.values().removeIf(write -> write.isOld(now));
    Map<String, HasMetadata> merged = new LinkedHashMap<>();
    for (HasMetadata object : cached) {
      merged.put(Children.key(object), object);
      Write write = writes.get(Children.key(object));
      if (write != null && Versions.of(object) >= Versions.of(write.object)) {
        writes.remove(Children.key(object)); // the caches have caught up
      }
    }
    writes.forEach((key, write) -> merged.put(key, write.object));
    return merged.values();
  }

  /** An echo may be faster than the answer it echoes: what nobody asked for since goes by time. */
  private void sweep() {
    Instant now = clock.instant();
    if (swept.isAfter(now.minus(LONGEST))) {
      return;
    }
    swept = now;
    byOwner.values().forEach(writes -> writes.values().removeIf(write -> write.isOld(now)));
    byOwner.values().removeIf(Map::isEmpty);
  }

  private Write find(HasMetadata object) {
    return byOwner.getOrDefault(owner(object), Map.of()).get(Children.key(object));
  }

  private static boolean sameUid(HasMetadata one, HasMetadata other) {
    return Objects.equals(one.getMetadata().getUid(), other.getMetadata().getUid());
  }

  private static String owner(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(reference -> Boolean.TRUE.equals(reference.getController()))
        .map(OwnerReference::getUid)
        .findFirst()
        .orElse("");
  }
}
