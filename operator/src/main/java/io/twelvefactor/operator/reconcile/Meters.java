package io.twelvefactor.operator.reconcile;

import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.Verdict;
import io.twelvefactor.operator.appconfig.Feed;
import io.twelvefactor.operator.factor.Factor;
import io.twelvefactor.operator.factor.Factors;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The operator's own metrics, beside the framework's (docs/operations.md lists both): about 70
 * series. Only the replica that leads counts apps, so that sums over replicas are right.
 */
public final class Meters implements MeterBinder {
  /** One scrape asks about 70 times; the apps are gone through once. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Leadership leadership;
  private final Feed feed;
  private final Clock clock;
  private volatile IndexerResourceCache<TwelveFactorApp> apps;
  private Census census = Census.of(Stream.empty());
  private Instant taken = Instant.EPOCH;

  public Meters(Leadership leadership, Feed feed, Clock clock) {
    this.leadership = leadership;
    this.feed = feed;
    this.clock = clock;
  }

  /** From now on these apps are counted. */
  void count(IndexerResourceCache<TwelveFactorApp> apps) {
    this.apps = apps;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("twelvefactor.leader", leadership, it -> it.leads() ? 1 : 0)
        .description("1 where this replica acts, 0 where it stands by.")
        .register(registry);
    Gauge.builder("twelvefactor.appconfig.sessions", feed, Feed::sessions)
        .description("Sessions that are open with AppConfig.")
        .register(registry);
    for (String status : List.of("True", "False", "Unknown")) {
      gauge(registry, "twelvefactor.apps", census -> census.ready(status), "ready", status);
    }
    gauge(registry, "twelvefactor.apps.stalled", Census::stalled);
    for (Factor factor : Factors.ALL) {
      for (Verdict verdict : Verdict.values()) {
        gauge(
            registry,
            "twelvefactor.factor.verdicts",
            census -> census.verdicts(factor.name(), verdict),
            "factor",
            factor.name(),
            "verdict",
            verdict.name());
      }
    }
    for (boolean failing : List.of(true, false)) {
      gauge(
          registry,
          "twelvefactor.config.sources",
          census -> census.configSources(failing),
          "state",
          failing ? "failing" : "read");
    }
  }

  private void gauge(
      MeterRegistry registry, String name, ToLongFunction<Census> count, String... tags) {
    Gauge.builder(name, this, meters -> count.applyAsLong(meters.census()))
        .description("Apps, or parts of them, of which the status says so.")
        .tags(tags)
        .register(registry);
  }

  private synchronized Census census() {
    Instant now = clock.instant();
    if (now.isAfter(taken.plus(FRESH))) {
      IndexerResourceCache<TwelveFactorApp> known = apps;
      census =
          Census.of(
              known == null || !leadership.leads() ? Stream.empty() : known.list(app -> true));
      taken = now;
    }
    return census;
  }
}
