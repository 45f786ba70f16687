package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.rules.NamespaceTerms;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Watches what administrators say of the apps of a namespace: how strictly rules are taken, what
 * may be waived, where releases may come from, what their pods may do and how they are reached.
 * Nothing else of a Namespace is kept.
 */
final class Namespaces {
  /** What one namespace says; one that is not seen yet says nothing. */
  record Said(NamespaceTerms terms, Place place) {
    static final Said NOTHING = new Said(NamespaceTerms.silent(), Place.SILENT);

    static Said by(Namespace namespace) {
      Map<String, String> labels = namespace.getMetadata().getLabels();
      Map<String, String> annotations = namespace.getMetadata().getAnnotations();
      return new Said(new NamespaceTerms(labels, annotations), Place.of(labels, annotations));
    }
  }

  private final KubernetesClient client;
  private Function<String, Said> known;

  Namespaces(KubernetesClient client) {
    this.client = client;
  }

  /**
   * The watch; a namespace that says something else wakes all its apps.
   *
   * @param only the namespaces that are looked after; empty means all
   */
  EventSource<?, TwelveFactorApp> watch(
      EventSourceContext<TwelveFactorApp> context, Set<String> only) {
    var apps = context.getPrimaryCache();
    if (!only.isEmpty()) {
      AskedNamespaces asked = new AskedNamespaces(client, only, apps);
      known = asked::said;
      return asked;
    }
    var configuration =
        InformerEventSourceConfiguration.from(Namespace.class, TwelveFactorApp.class)
            .withName("Namespace")
            .withComparableResourceVersion(false)
            .withInformerListLimit(Observer.PAGE)
            .withNamespaces(Set.of(Constants.WATCH_ALL_NAMESPACES))
            .withSecondaryToPrimaryMapper(
                (Namespace namespace) ->
                    apps.list(namespace.getMetadata().getName(), app -> true)
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .withOnUpdateFilter((now, was) -> !Said.by(now).equals(Said.by(was)))
            .withItemStore(new PackedStore<>(Namespace.class, Namespaces::reduced))
            .build();
    InformerEventSource<Namespace, TwelveFactorApp> source =
        new InformerEventSource<>(configuration, context);
    known = namespace -> source.get(new ResourceID(namespace)).map(Said::by).orElse(Said.NOTHING);
    return source;
  }

  /** How strictly a namespace takes the rules, and what else its administrator says of them. */
  NamespaceTerms terms(String namespace) {
    return known.apply(namespace).terms();
  }

  /** What a namespace says that pods depend on. */
  Place place(String namespace) {
    return known.apply(namespace).place();
  }

  private static Namespace reduced(Namespace namespace) {
    NamespaceTerms terms = Said.by(namespace).terms();
    Map<String, String> labels = new HashMap<>(terms.labels());
    labels.putAll(Place.kept(namespace.getMetadata().getLabels()));
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(namespace.getMetadata().getName())
        .withUid(namespace.getMetadata().getUid())
        .withResourceVersion(namespace.getMetadata().getResourceVersion())
        .withLabels(labels)
        .withAnnotations(terms.annotations())
        .endMetadata()
        .build();
  }
}
