package io.twelvefactor.sample.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.twelvefactor.appconfig.AppConfigPoller;
import io.twelvefactor.appconfig.AppConfigSession;
import io.twelvefactor.appconfig.Backoff;
import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.PollOutcome;
import io.twelvefactor.appconfig.Scheduler;
import io.twelvefactor.appconfig.SdkAppConfigSource;
import io.twelvefactor.sample.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * The settings in force: one AppConfig session for the life of the process, or what the environment
 * says where that names the table itself.
 */
@ApplicationScoped
public class LiveSettings {

  private static final Logger LOG = Logger.getLogger(LiveSettings.class);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  /** AppConfig's floor. Polling at the slower pace leaves the rest for {@code /refresh-config}. */
  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(15);

  private final Environment environment;
  private final MeterRegistry metrics;
  private final Clock clock = Clock.systemUTC();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var created = new Thread(task, "appconfig");
            created.setDaemon(true);
            return created;
          });
  private Optional<AppConfigPoller> poller = Optional.empty();
  private volatile Settings current;

  LiveSettings(Environment environment, MeterRegistry metrics) {
    this.environment = environment;
    this.metrics = metrics;
  }

  /** Empty until AppConfig has delivered usable content once, where it is AppConfig's to say. */
  public Optional<Settings> current() {
    return Optional.ofNullable(current);
  }

  /** What is wrong with the configuration now; empty when nothing is. */
  public Optional<String> problem() {
    return poller.flatMap(polling -> polling.state().problem());
  }

  /** Polls now if AppConfig's rules allow it. Waits for the answer; empty when there is none. */
  public Optional<PollOutcome> refresh() {
    return poller.map(AppConfigPoller::refresh);
  }

  void start(@Observes StartupEvent event) {
    metrics.gauge("config.problem", this, self -> self.problem().isPresent() ? 1 : 0);
    environment.table().ifPresent(table -> current = new Settings(table, "environment"));
    poller = environment.configuration().map(this::polling);
    poller.ifPresent(AppConfigPoller::start);
  }

  private AppConfigPoller polling(ConfigurationId configuration) {
    var session =
        new AppConfigSession(
            configuration,
            Optional.of(LEAST_INTERVAL),
            Settings::problemOf,
            new Backoff(
                Duration.ofSeconds(1),
                Duration.ofMinutes(2),
                () -> ThreadLocalRandom.current().nextDouble()));
    var source = new SdkAppConfigSource(SdkAppConfigSource.client(CALL_TIMEOUT).build());
    return new AppConfigPoller(
        session, source, clock, Scheduler.on(thread), environment.pollEvery(), this::told);
  }

  void stop(@Observes ShutdownEvent event) {
    poller.ifPresent(AppConfigPoller::close);
    thread.shutdownNow();
  }

  private void told(PollOutcome outcome) {
    metrics
        .counter(
            "config.polls", "outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .increment();
    if (outcome instanceof PollOutcome.Changed changed) {
      Settings settings = Settings.of(changed.configuration());
      current = settings;
      LOG.infof("Configuration %s is in force: table %s", settings.version(), settings.tableName());
    } else if (outcome instanceof PollOutcome.Refused refused) {
      LOG.errorf(
          "Configuration %s is refused, the last good one stays: %s",
          refused.version(), refused.reason());
    } else if (outcome instanceof PollOutcome.Failed failed) {
      LOG.warnf(
          "No configuration could be fetched, next try %s: %s",
          failed.nextCallAt(), failed.message());
    }
  }
}
