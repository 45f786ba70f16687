package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a few named namespaces say, asked for now and then. An operator for named namespaces has a
 * Role in each, and with that it may read the namespace itself; to watch it would take a right over
 * all namespaces.
 */
final class AskedNamespaces extends AbstractEventSource<Namespace, TwelveFactorApp> {
  private static final Duration EVERY = Duration.ofSeconds(15);

  private final KubernetesClient client;
  private final Set<String> names;
  private final IndexerResourceCache<TwelveFactorApp> apps;
  private final Map<String, Namespaces.Said> known = new ConcurrentHashMap<>();
  private ScheduledExecutorService clockwork;

  AskedNamespaces(
      KubernetesClient client, Set<String> names, IndexerResourceCache<TwelveFactorApp> apps) {
    super(Namespace.class, "Namespace");
    this.client = client;
    this.names = names;
    this.apps = apps;
  }

  @Override
  public synchronized void start() {
    super.start();
    names.forEach(this::ask);
    clockwork =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "namespaces");
              thread.setDaemon(true);
              return thread;
            });
    clockwork.scheduleWithFixedDelay(
        () -> names.forEach(this::ask), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void stop() {
    super.stop();
    if (clockwork != null) {
      clockwork.shutdownNow();
    }
  }

  Namespaces.Said said(String namespace) {
    return known.getOrDefault(namespace, Namespaces.Said.NOTHING);
  }

  /** Where there is no answer, what was said last holds. */
  private void ask(String name) {
    try {
      Namespace namespace = client.namespaces().withName(name).get();
      Namespaces.Said now =
          namespace == null ? Namespaces.Said.NOTHING : Namespaces.Said.by(namespace);
      Namespaces.Said before = known.put(name, now);
      if (before != null && !before.equals(now)) {
        apps.list(name, app -> true)
            .map(ResourceID::fromResource)
            .forEach(app -> getEventHandler().handleEvent(new Event(app)));
      }
    } catch (KubernetesClientException e) {
      known.putIfAbsent(name, Namespaces.Said.NOTHING);
    }
  }

  @Override
  public Set<Namespace> getSecondaryResources(TwelveFactorApp app) {
    return Set.of();
  }
}
