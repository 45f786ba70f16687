package io.twelvefactor.appconfig;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * One session a configuration, however many subscribers: AppConfig charges by request and by
 * delivered content, and 500 apps that share 5 profiles need 5 sessions.
 *
 * <p>A session belongs to one caller's identity: keep one of these for each region and role. Safe
 * for several threads.
 */
public final class SharedPollers implements AutoCloseable {

  private final BiFunction<ConfigurationId, Consumer<PollOutcome>, AppConfigPoller> open;
  private final Map<ConfigurationId, Shared> shared = new HashMap<>();
  private boolean closed;

  /**
   * @param open makes a poller, not yet started, that reports to the given listener
   */
  public SharedPollers(BiFunction<ConfigurationId, Consumer<PollOutcome>, AppConfigPoller> open) {
    this.open = open;
  }

  /** A subscriber's hold on a session; the session ends when the last hold is closed. */
  public interface Subscription extends AutoCloseable {
    /** The session as it is now: a late subscriber finds the content here at once. */
    SessionState state();

    /** As {@link AppConfigPoller#refresh}. */
    PollOutcome refresh();

    /** Safe to call twice. */
    @Override
    void close();
  }

  /**
   * Joins the session of this configuration, opening it for the first subscriber.
   *
   * @param listener told of every outcome from now on
   * @throws IllegalStateException when already closed
   */
  public synchronized Subscription subscribe(ConfigurationId id, Consumer<PollOutcome> listener) {
    if (closed) {
      throw new IllegalStateException("no subscriptions after close");
    }
    Shared joined = shared.get(id);
    boolean first = joined == null;
    if (first) {
      joined = new Shared(id);
      shared.put(id, joined);
    }
    var subscriber = new Subscriber(joined, listener);
    joined.subscribers.add(subscriber);
    if (first) {
      joined.poller.start();
    }
    return subscriber;
  }

  /** How many sessions are open. */
  public synchronized int sessions() {
    return shared.size();
  }

  @Override
  public void close() {
    List<Shared> ended;
    synchronized (this) {
      closed = true;
      ended = List.copyOf(shared.values());
      shared.clear();
    }
    ended.forEach(each -> each.poller.close());
  }

  private void leave(Subscriber subscriber) {
    Shared left = subscriber.shared;
    synchronized (this) {
      left.subscribers.remove(subscriber);
      if (!left.subscribers.isEmpty() || !shared.remove(left.id, left)) {
        return;
      }
    }
    // Outside the lock: closing waits for a call under way, whose listeners may subscribe.
    left.poller.close();
  }

  private final class Shared {
    private final ConfigurationId id;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final AppConfigPoller poller;

    Shared(ConfigurationId id) {
      this.id = id;
      this.poller = open.apply(id, this::tell);
    }

    private void tell(PollOutcome outcome) {
      for (Subscriber subscriber : subscribers) {
        try {
          subscriber.listener.accept(outcome);
        } catch (RuntimeException e) {
          // One subscriber's trouble must not keep the news from the others.
        }
      }
    }
  }

  private final class Subscriber implements Subscription {
    private final Shared shared;
    private final Consumer<PollOutcome> listener;

    Subscriber(Shared shared, Consumer<PollOutcome> listener) {
      this.shared = shared;
      this.listener = listener;
    }

    @Override
    public SessionState state() {
      return shared.poller.state();
    }

    @Override
    public PollOutcome refresh() {
      return shared.poller.refresh();
    }

    @Override
    public void close() {
      leave(this);
    }
  }
}
