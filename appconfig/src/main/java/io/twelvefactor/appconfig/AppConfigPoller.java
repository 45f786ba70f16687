package io.twelvefactor.appconfig;

import io.twelvefactor.appconfig.AppConfigSession.Step;
import io.twelvefactor.appconfig.PollOutcome.NotYet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Keeps one session going: polls when the session allows it, for as long as it is open.
 *
 * <p>Safe for several threads. At most one call is under way: whoever asks meanwhile waits for it
 * and then meets the poll rules like everybody else.
 */
public final class AppConfigPoller implements AutoCloseable {

  private final AppConfigSession session;
  private final AppConfigSource source;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Duration pace;
  private final Consumer<PollOutcome> listener;

  private final Object oneAtATime = new Object();
  private volatile SessionState state;
  private volatile boolean closed;
  private volatile Runnable dropScheduled = () -> {};
  private boolean scheduled;

  /**
   * @param pace how often to poll of its own accord; zero means as often as the session allows. A
   *     pace slower than the session's interval leaves room for {@link #refresh}.
   * @param listener told of every outcome except {@code NotYet}, one at a time, on the thread that
   *     polled; what it throws is ignored
   */
  public AppConfigPoller(
      AppConfigSession session,
      AppConfigSource source,
      Clock clock,
      Scheduler scheduler,
      Duration pace,
      Consumer<PollOutcome> listener) {
    this.session = session;
    this.source = source;
    this.clock = clock;
    this.scheduler = scheduler;
    this.pace = pace;
    this.listener = listener;
    this.state = session.state();
  }

  /** Polls from now on. */
  public void start() {
    synchronized (oneAtATime) {
      schedule(Duration.ZERO);
    }
  }

  /** Never blocks. */
  public SessionState state() {
    return state;
  }

  /**
   * Polls now if the rules allow it, waiting for the answer: up to the source's timeouts, twice
   * when a session must be opened first.
   */
  public PollOutcome refresh() {
    synchronized (oneAtATime) {
      return poll();
    }
  }

  /** Makes no further call; one that is under way ends in its own time. */
  @Override
  public void close() {
    closed = true;
    dropScheduled.run();
  }

  private void pollOnSchedule() {
    synchronized (oneAtATime) {
      scheduled = false;
      if (closed) {
        return;
      }
      poll();
    }
  }

  private PollOutcome poll() {
    PollOutcome outcome;
    do {
      outcome = step();
    } while (!closed && mayTryAgainNow(outcome));
    state = session.state();
    if (outcome instanceof NotYet && scheduled) {
      return outcome;
    }
    scheduleAfter(outcome);
    if (!(outcome instanceof NotYet)) {
      tell(outcome);
    }
    return outcome;
  }

  /** A refused token is replaced within the same poll: the reader need not wait for it. */
  private boolean mayTryAgainNow(PollOutcome outcome) {
    return outcome instanceof PollOutcome.Failed failed
        && failed.kind() == AppConfigFailure.Kind.TOKEN_REFUSED
        && !failed.nextCallAt().isAfter(clock.instant());
  }

  private PollOutcome step() {
    Step step = session.next(clock.instant());
    try {
      if (step instanceof Step.Start start) {
        session.started(source.start(start.id(), start.leastInterval()), clock.instant());
        step = session.next(clock.instant());
      }
      return step instanceof Step.Poll poll
          ? session.answered(source.latest(poll.token()), clock.instant())
          : new NotYet(((Step.Wait) step).until());
    } catch (AppConfigFailure e) {
      return session.failed(e, clock.instant());
    } catch (RuntimeException e) {
      // A poller that dies of a surprise would keep its last content for ever without a word.
      var lost =
          new AppConfigFailure(
              AppConfigFailure.Kind.ANSWER_LOST, session.id() + ": unexpected: " + e, e);
      return session.failed(lost, clock.instant());
    }
  }

  private void scheduleAfter(PollOutcome outcome) {
    Instant now = clock.instant();
    Duration wait = Duration.between(now, session.state().nextCallAt());
    boolean well = !(outcome instanceof PollOutcome.Failed || outcome instanceof NotYet);
    if (well && pace.compareTo(wait) > 0) {
      wait = pace;
    }
    schedule(wait.isNegative() ? Duration.ZERO : wait);
  }

  private void schedule(Duration wait) {
    dropScheduled.run();
    if (closed) {
      return;
    }
    try {
      // One millisecond more, because schedulers cut fractions off and early is worse than late.
      Duration delay = wait.isZero() ? wait : wait.plusMillis(1);
      dropScheduled = scheduler.after(delay, this::pollOnSchedule);
      scheduled = true;
      if (closed) {
        // Closed since the question above: whoever closed may have dropped only the task before.
        dropScheduled.run();
      }
    } catch (RejectedExecutionException e) {
      // The threads are being stopped: there is nobody left to poll for.
      closed = true;
    }
  }

  private void tell(PollOutcome outcome) {
    try {
      listener.accept(outcome);
    } catch (RuntimeException e) {
      // The listener's trouble must not stop the polling; it has its own ways to report it.
    }
  }
}
