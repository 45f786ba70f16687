package io.twelvefactor.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.twelvefactor.appconfig.Scheduler;
import io.twelvefactor.operator.appconfig.Access;
import io.twelvefactor.operator.appconfig.Aws;
import io.twelvefactor.operator.appconfig.Feed;
import io.twelvefactor.operator.appconfig.Sessions;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.observe.Digests;
import io.twelvefactor.operator.observe.FingerprintKey;
import io.twelvefactor.operator.release.TemplateRenderer;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the operator together from its configuration. */
@Dependent
public class Wiring {
  private static final int APPCONFIG_THREADS = 4;

  @Produces
  @Singleton
  Settings settings(
      @ConfigProperty(name = "twelvefactor.namespace") String namespace,
      @ConfigProperty(name = "twelvefactor.patience", defaultValue = "PT10M") Duration patience,
      @ConfigProperty(name = "twelvefactor.config-interval", defaultValue = "PT30S")
          Duration configInterval,
      @ConfigProperty(name = "twelvefactor.appconfig.access") Optional<List<String>> access,
      @ConfigProperty(name = "twelvefactor.allowed-managers") Optional<List<String>> managers,
      @ConfigProperty(name = "twelvefactor.log-image") Optional<String> logImage) {
    return new Settings(
        namespace,
        patience,
        configInterval,
        Access.of(access.orElse(List.of())),
        Set.copyOf(managers.orElse(List.of())),
        logImage.orElse(null));
  }

  /**
   * Few threads, since calls are short and one a session a minute: they bound a burst of starts.
   */
  @Produces
  @Singleton
  Feed feed(
      Settings settings,
      Clock clock,
      @ConfigProperty(name = "twelvefactor.appconfig.poll-interval") Optional<Duration> interval) {
    ScheduledExecutorService threads =
        Executors.newScheduledThreadPool(
            APPCONFIG_THREADS,
            task -> {
              Thread thread = new Thread(task, "appconfig");
              thread.setDaemon(true);
              return thread;
            });
    return new Feed(
        settings.appConfigAccess(),
        new Sessions(Aws::source, clock, Scheduler.on(threads), interval));
  }

  @Produces
  @Singleton
  Digests digests(KubernetesClient client, Settings settings) {
    return new Digests(FingerprintKey.load(client, settings.namespace()));
  }

  @Produces
  @Singleton
  TemplateRenderer renderer(Settings settings) {
    return new PodTemplates(settings.logImage());
  }

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Several replicas elect one; a name for their Lease says that there are several. */
  @Produces
  @Singleton
  Leadership leadership(
      Settings settings,
      @ConfigProperty(name = "twelvefactor.leader-election") Optional<String> lease) {
    return lease
        .map(name -> Leadership.elected(name, settings.namespace(), new Resignation()))
        .orElseGet(Leadership::alone);
  }

  /** Null where there is nothing to elect: that is how the framework's Quarkus extension asks. */
  @Produces
  @Dependent
  LeaderElectionConfiguration election(Leadership leadership) {
    return leadership.election().orElse(null);
  }

  @Produces
  @Singleton
  Meters meters(Leadership leadership, Feed feed, Clock clock) {
    return new Meters(leadership, feed, clock);
  }

  /** The framework's own meters; its Quarkus extension leaves them out where it is not asked. */
  @Produces
  @Singleton
  Metrics metrics(MeterRegistry registry) {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /**
   * java-operator-sdk 5.3 registers {@code events.received} both with and without the tag {@code
   * action}; Prometheus refuses that, and the refusal ends the thread that requeues, so that
   * nothing is looked at again by time. One set of tags mends it.
   */
  @Produces
  @Singleton
  MeterFilter sameTags() {
    return new SameTags();
  }

  static final class SameTags implements MeterFilter {
    @Override
    public Meter.Id map(Meter.Id id) {
      boolean untagged = id.getName().startsWith("events.received") && id.getTag("action") == null;
      return untagged ? id.withTag(Tag.of("action", "none")) : id;
    }
  }
}
