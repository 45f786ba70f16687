package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
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
import java.util.stream.Collectors;

/**
 * Watches what administrators say of the apps of a namespace: how strictly rules are taken, what
 * may be waived, where releases may come from, what their pods may do and how they are reached.
 * Nothing else of a Namespace is kept.
 */
final class Namespaces {
  private InformerEventSource<Namespace, TwelveFactorApp> source;

  /** The watch; a namespace that says something else wakes all its apps. */
  EventSource<?, TwelveFactorApp> watch(EventSourceContext<TwelveFactorApp> context) {
    var apps = context.getPrimaryCache();
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
            .withOnUpdateFilter(
                (now, was) -> !terms(now).equals(terms(was)) || !place(now).equals(place(was)))
            .withItemStore(new PackedStore<>(Namespace.class, Namespaces::reduced))
            .build();
    source = new InformerEventSource<>(configuration, context);
    return source;
  }

  /** What a namespace says; one that is not seen yet says nothing. */
  NamespaceTerms terms(String namespace) {
    return source
        .get(new ResourceID(namespace))
        .map(Namespaces::terms)
        .orElseGet(NamespaceTerms::silent);
  }

  /** What a namespace says that pods depend on; one that is not seen yet says nothing. */
  Place place(String namespace) {
    return source.get(new ResourceID(namespace)).map(Namespaces::place).orElse(Place.SILENT);
  }

  private static Place place(Namespace namespace) {
    return Place.of(namespace.getMetadata().getLabels(), namespace.getMetadata().getAnnotations());
  }

  private static NamespaceTerms terms(Namespace namespace) {
    return new NamespaceTerms(
        namespace.getMetadata().getLabels(), namespace.getMetadata().getAnnotations());
  }

  private static Namespace reduced(Namespace namespace) {
    NamespaceTerms terms = terms(namespace);
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
