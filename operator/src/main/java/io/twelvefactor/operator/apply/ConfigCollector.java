package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.observe.Children;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deletes frozen config that nothing can need any more: no kept release, and no ReplicaSet, Job or
 * Pod names it. A ReplicaSet at zero counts, or scaling it up would find its config gone.
 */
public final class ConfigCollector {
  /** What is still in use is asked about again only so often, since asking costs three lists. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(10);

  private static final int MOST = 10_000;

  private final KubernetesClient client;
  private final ObjectWriter writer;
  private final Map<String, Instant> asked =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST;
        }
      };

  public ConfigCollector(KubernetesClient client, ObjectWriter writer) {
    this.client = client;
    this.writer = writer;
  }

  /** Deletes what is no longer needed. */
  public void collect(TwelveFactorApp app, Ledger kept, Children children, Instant now) {
    Set<String> needed = new HashSet<>();
    kept.releases().forEach(release -> needed.addAll(namesIn(release)));
    List<ConfigMap> candidates =
        children.all(ConfigMap.class).stream()
            .filter(map -> !needed.contains(map.getMetadata().getName()))
            .filter(map -> due(map, now))
            .toList();
    if (candidates.isEmpty()) {
      return;
    }
    needed.addAll(inUse(app));
    for (ConfigMap map : candidates) {
      if (!needed.contains(map.getMetadata().getName())) {
        writer.delete(map);
      }
    }
  }

  private synchronized boolean due(ConfigMap map, Instant now) {
    Instant last = asked.get(map.getMetadata().getUid());
    boolean due = last == null || !now.isBefore(last.plus(ASK_AGAIN));
    if (due) {
      asked.put(map.getMetadata().getUid(), now);
    }
    return due;
  }

  private static Set<String> namesIn(Release release) {
    Set<String> names = new HashSet<>();
    release
        .templates()
        .all()
        .map(PodTemplateSpec::getSpec)
        .forEach(pod -> names.addAll(ConfigNames.in(pod)));
    return names;
  }

  private Set<String> inUse(TwelveFactorApp app) {
    String namespace = app.getMetadata().getNamespace();
    String name = app.getMetadata().getName();
    Set<String> names = new HashSet<>();
    client
        .apps()
        .replicaSets()
        .inNamespace(namespace)
        .withLabel(Labels.APP, name)
        .list()
        .getItems()
        .forEach(set -> names.addAll(ConfigNames.in(set.getSpec().getTemplate().getSpec())));
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withLabel(Labels.APP, name)
        .list()
        .getItems()
        .forEach(job -> names.addAll(ConfigNames.in(job.getSpec().getTemplate().getSpec())));
    client
        .pods()
        .inNamespace(namespace)
        .withLabel(Labels.APP, name)
        .list()
        .getItems()
        .forEach(pod -> names.addAll(ConfigNames.in(pod.getSpec())));
    return names;
  }
}
