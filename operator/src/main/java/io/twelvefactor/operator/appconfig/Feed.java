package io.twelvefactor.operator.appconfig;

import io.twelvefactor.appconfig.PollOutcome;
import io.twelvefactor.appconfig.SessionState;
import io.twelvefactor.appconfig.SharedPollers.Subscription;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What AppConfig holds for each app, and a nudge to the app when that changes. */
public final class Feed implements AutoCloseable {
  private final Access access;
  private final Sessions sessions;
  private final Map<Reader, Map<Profile, Subscription>> readers = new HashMap<>();

  public Feed(Access access, Sessions sessions) {
    this.access = access;
    this.sessions = sessions;
  }

  /** An app that reads. */
  public record Reader(String namespace, String app) {}

  /**
   * The profiles as they are seen now. From now on the reader is told of changes to exactly these;
   * sessions that nobody reads any more end.
   *
   * @param wake called from another thread when a profile's content changes, or fails, or recovers
   */
  public synchronized Map<Profile, Seen> read(Reader reader, Set<Profile> profiles, Runnable wake) {
    Map<Profile, Subscription> held = readers.computeIfAbsent(reader, r -> new HashMap<>());
    Set<Profile> dropped = new HashSet<>(held.keySet());
    dropped.removeAll(profiles);
    dropped.forEach(profile -> held.remove(profile).close());
    Map<Profile, Seen> seen = new LinkedHashMap<>();
    for (Profile profile : profiles) {
      seen.put(profile, read(reader, profile, held, wake));
    }
    if (held.isEmpty()) {
      readers.remove(reader);
    }
    return seen;
  }

  private Seen read(
      Reader reader, Profile profile, Map<Profile, Subscription> held, Runnable wake) {
    Optional<Access.Grant> grant = access.grant(reader.namespace(), profile);
    if (grant.isEmpty()) {
      return new Seen(
          Seen.State.NOT_ALLOWED,
          Optional.empty(),
          Optional.of(
              "namespace %s may not read %s through the operator; its administrator allows it with a rule such as twelvefactor.appconfig.access=%s=%s"
                  .formatted(
                      reader.namespace(), profile.name(), reader.namespace(), profile.id())));
    }
    Subscription subscription =
        held.computeIfAbsent(profile, p -> sessions.join(p, grant.get(), new Nudge(wake)::heard));
    return seen(profile, subscription.state());
  }

  private static Seen seen(Profile profile, SessionState state) {
    if (state.problem().isPresent()) {
      return new Seen(Seen.State.FAILING, state.current().map(Snapshot::of), state.problem());
    }
    if (state.current().isPresent()) {
      return new Seen(Seen.State.SYNCED, state.current().map(Snapshot::of), Optional.empty());
    }
    boolean answered = state.nextCallAt().isAfter(Instant.MIN);
    return answered
        ? new Seen(
            Seen.State.EMPTY,
            Optional.empty(),
            Optional.of("nothing has been deployed to %s yet".formatted(profile.name())))
        : new Seen(Seen.State.PENDING, Optional.empty(), Optional.empty());
  }

  /** The app is gone. */
  public synchronized void forget(Reader reader) {
    Map<Profile, Subscription> held = readers.remove(reader);
    if (held != null) {
      held.values().forEach(Subscription::close);
    }
  }

  /** How many sessions are open. */
  public int sessions() {
    return sessions.open();
  }

  @Override
  public synchronized void close() {
    readers.clear();
    sessions.close();
  }

  /** Wakes an app for what it has not heard yet: a poll that brings nothing new wakes nobody. */
  private static final class Nudge {
    private final Runnable wake;
    private boolean heard;
    private String problem;

    Nudge(Runnable wake) {
      this.wake = wake;
    }

    void heard(PollOutcome outcome) {
      String now =
          outcome instanceof PollOutcome.Failed failed
              ? failed.message()
              : outcome instanceof PollOutcome.Refused refused ? refused.reason() : null;
      boolean isNews =
          !heard || outcome instanceof PollOutcome.Changed || !Objects.equals(problem, now);
      heard = true;
      problem = now;
      if (isNews) {
        wake.run();
      }
    }
  }
}
