package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

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

  private final InstantSource clock;
  private final Map<String, Map<String, Write>> byOwner = new HashMap<>();

  /** Uids of what went, by what is being written: a watch may tell of the end before the answer. */
  private final Map<String, List<Set<String>>> gone = new HashMap<>();

  private Instant swept = Instant.MIN;

  public RecentWrites(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Makes a write, and notes what the server answered, unless a watch has shown meanwhile that it
   * is gone: a pass would take it for what is there, and nobody would wake the app again.
   *
   * @param object an object that an app owns, as it is before the write or as it should be
   */
  public HasMetadata noting(HasMetadata object, Supplier<HasMetadata> write) {
    Set<String> uids = begin(place(object));
    try {
      HasMetadata written = write.get();
      note(written, uids);
      return written;
    } finally {
      end(place(object), uids);
    }
  }

  /** A set a write: two apps may claim one name at the same time. */
  private synchronized Set<String> begin(String place) {
    Set<String> uids = new HashSet<>();
    gone.computeIfAbsent(place, key -> new ArrayList<>()).add(uids);
    return uids;
  }

  private synchronized void end(String place, Set<String> uids) {
    gone.computeIfPresent(
        place,
        (key, writes) -> {
          writes.removeIf(other -> other == uids);
          return writes.isEmpty() ? null : writes;
        });
  }

  private synchronized void note(HasMetadata written, Set<String> uids) {
    if (!uids.contains(written.getMetadata().getUid())) {
      sweep();
      byOwner
          .computeIfAbsent(owner(written), uid -> new LinkedHashMap<>())
          .put(Children.key(written), new Write(written, clock.instant()));
    }
  }

  /** Takes notice of what a watch shows; whether it is the echo of a write. */
  synchronized boolean isEcho(HasMetadata seen) {
    Write write = find(seen);
    if (write == null || Versions.of(seen) < Versions.of(write.object)) {
      return false;
    }
    remove(seen);
    return Versions.of(seen) == Versions.of(write.object) && sameUid(seen, write.object);
  }

  /** Takes notice that an object is gone. */
  synchronized void forget(HasMetadata object) {
    gone.getOrDefault(place(object), List.of())
        .forEach(uids -> uids.add(object.getMetadata().getUid()));
    remove(object);
  }

  private void remove(HasMetadata object) {
    Map<String, Write> writes = byOwner.get(owner(object));
    if (writes != null) {
      writes.remove(Children.key(object));
      if (writes.isEmpty()) {
        byOwner.remove(owner(object));
      }
    }
  }

  /**
   * The notes of an app, to be taken before its objects are read: an echo that comes in between
   * takes a note away of what was not yet read.
   */
  synchronized Notes of(HasMetadata app) {
    Map<String, Write> writes = byOwner.getOrDefault(app.getMetadata().getUid(), new HashMap<>());
    Instant now = clock.instant();
    writes.values().removeIf(write -> write.isOld(now));
    return new Notes(new LinkedHashMap<>(writes));
  }

  /** What was noted at a time. */
  final class Notes {
    private final Map<String, Write> writes;

    private Notes(Map<String, Write> writes) {
      this.writes = writes;
    }

    /** The objects of the app as the caches show them, or newer. */
    Collection<HasMetadata> over(Collection<HasMetadata> cached) {
      if (writes.isEmpty()) {
        return cached;
      }
      Map<String, HasMetadata> merged = new LinkedHashMap<>();
      for (HasMetadata object : cached) {
        Write write = writes.get(Children.key(object));
        boolean behind = write != null && Versions.of(object) < Versions.of(write.object);
        merged.put(Children.key(object), behind ? write.object : object);
        if (!behind) {
          caughtUp(object, write);
        }
      }
      writes.forEach((key, write) -> merged.putIfAbsent(key, write.object));
      return merged.values();
    }
  }

  private synchronized void caughtUp(HasMetadata object, Write write) {
    if (write != null && find(object) == write) {
      remove(object);
    }
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

  private static String place(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + Children.key(object);
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
