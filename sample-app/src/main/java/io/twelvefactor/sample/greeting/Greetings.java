package io.twelvefactor.sample.greeting;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.twelvefactor.sample.config.LiveSettings;
import io.twelvefactor.sample.config.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** The greeting to answer with: fresh, else the last known one, else none. */
@ApplicationScoped
public class Greetings {

  private static final Logger LOG = Logger.getLogger(Greetings.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final Duration LOG_EVERY = Duration.ofSeconds(10);

  /** Enough for the table's latency not to limit throughput, few enough to share reads. */
  private static final int READS_AT_ONCE = 2;

  /** What to answer. */
  public sealed interface Answer {
    /**
     * @param stale whether the table could not be read just now
     * @param readAt when it was read
     */
    record Found(Greeting greeting, boolean stale, Instant readAt) implements Answer {}

    /**
     * @param reason one sentence
     */
    record None(String reason, Duration retryAfter) implements Answer {}
  }

  private final LiveSettings settings;
  private final Clock clock = Clock.systemUTC();
  private final ExecutorService threads;
  private final SharedReads<Answer.Found> reads;
  private final Counter good;
  private final Counter bad;
  private final AtomicReference<Instant> lastLogged = new AtomicReference<>(Instant.EPOCH);
  private volatile Answer.Found lastKnown;

  Greetings(LiveSettings settings, GreetingTable table, MeterRegistry metrics) {
    this.settings = settings;
    this.threads = Executors.newCachedThreadPool(task -> new Thread(task, "table-read"));
    this.reads = new SharedReads<>(READS_AT_ONCE, threads, name -> remember(table.read(name)));
    this.good = metrics.counter("greeting.reads", "outcome", "read");
    this.bad = metrics.counter("greeting.reads", "outcome", "failed");
  }

  /** Never completes exceptionally. */
  public CompletionStage<Answer> answer() {
    Optional<Settings> now = settings.current();
    if (now.isEmpty()) {
      return CompletableFuture.completedFuture(
          new Answer.None("the configuration has not arrived yet", RETRY_AFTER));
    }
    String table = now.get().tableName();
    return reads
        .read(table)
        .handle((found, failure) -> failure == null ? found : fallBack(table, failure));
  }

  private Answer.Found remember(Greeting greeting) {
    var found = new Answer.Found(greeting, false, clock.instant());
    lastKnown = found;
    good.increment();
    return found;
  }

  private Answer fallBack(String table, Throwable failure) {
    bad.increment();
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    logNowAndThen(table, cause);
    Answer.Found known = lastKnown;
    if (known != null) {
      return new Answer.Found(known.greeting(), true, known.readAt());
    }
    String reason =
        cause instanceof GreetingUnreadable
            ? cause.getMessage()
            : "table " + table + " cannot be read now";
    return new Answer.None(reason, RETRY_AFTER);
  }

  /** An outage fails every request; the log needs to hear of it only now and then. */
  private void logNowAndThen(String table, Throwable cause) {
    Instant now = clock.instant();
    Instant last = lastLogged.get();
    if (now.isAfter(last.plus(LOG_EVERY)) && lastLogged.compareAndSet(last, now)) {
      LOG.warnf("Table %s cannot be read: %s", table, cause);
    }
  }

  @PreDestroy
  void close() throws InterruptedException {
    threads.shutdown();
    threads.awaitTermination(3, TimeUnit.SECONDS);
  }
}
