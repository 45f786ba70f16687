package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.twelvefactor.api.v1alpha1.Parity;
import io.twelvefactor.api.v1alpha1.PromotedFrom;
import io.twelvefactor.api.v1alpha1.ReleaseApproval;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Watches what promotions rest on: sources, what administrators allow, and approvals. */
final class Promotions {
  private static final String BY_SOURCE = "source";

  private final Function<TwelveFactorApp, List<ControllerRevision>> records;
  private final Namespaces namespaces;
  private final SimpleInboundEventSource<TwelveFactorApp> released =
      new SimpleInboundEventSource<>("released");
  private IndexerResourceCache<TwelveFactorApp> apps;
  private InformerEventSource<ReleaseApproval, TwelveFactorApp> approvals;

  /**
   * @param records reads the records of an app's releases
   * @param namespaces what administrators say, watched already
   */
  Promotions(Function<TwelveFactorApp, List<ControllerRevision>> records, Namespaces namespaces) {
    this.records = records;
    this.namespaces = namespaces;
  }

  List<EventSource<?, TwelveFactorApp>> watches(
      EventSourceContext<TwelveFactorApp> context, boolean reduced) {
    apps = context.getPrimaryCache();
    apps.addIndexer(BY_SOURCE, app -> from(app).map(Promotions::key).stream().toList());
    approvals =
        new InformerEventSource<>(
            configuration(
                    ReleaseApproval.class,
                    approval ->
                        Set.of(
                            new ResourceID(
                                Reductions.appOf(approval), approval.getMetadata().getNamespace())),
                    Reductions::approval,
                    reduced)
                .withNamespacesInheritedFromController()
                .build(),
            context);
    return List.of(approvals, released);
  }

  private static <T extends HasMetadata> InformerEventSourceConfiguration.Builder<T> configuration(
      Class<T> kind,
      SecondaryToPrimaryMapper<T> mapper,
      UnaryOperator<T> reduction,
      boolean reduced) {
    var configuration =
        InformerEventSourceConfiguration.from(kind, TwelveFactorApp.class)
            .withName(kind.getSimpleName())
            .withComparableResourceVersion(false)
            .withInformerListLimit(Observer.PAGE)
            .withSecondaryToPrimaryMapper(mapper);
    return reduced
        ? configuration.withItemStore(new PackedStore<>(kind, reduction))
        : configuration;
  }

  /** Wakes the apps that are promoted from this one. */
  void released(TwelveFactorApp source) {
    ids(BY_SOURCE, key(source.getMetadata().getNamespace(), source.getMetadata().getName()))
        .forEach(released::propagateEvent);
  }

  /** What an app's next release rests on; empty where it declares nothing of the kind. */
  Optional<Promotion> of(TwelveFactorApp app) {
    Parity parity = app.getSpec().parity();
    if (parity == null) {
      return Optional.empty();
    }
    AllowedSources allowed =
        AllowedSources.parse(
            namespaces
                .terms(app.getMetadata().getNamespace())
                .annotations()
                .get(AllowedSources.ANNOTATION));
    // Of an app that nobody allowed this one to look at, nothing is read and nothing told.
    Optional<Promotion.Source> source =
        from(app)
            .filter(from -> allowed.allows(from.namespace(), from.name()))
            .flatMap(from -> apps.get(new ResourceID(from.name(), from.namespace())))
            .map(from -> new Promotion.Source(records.apply(from), readySince(from)));
    return Optional.of(
        new Promotion(
            allowed,
            source,
            approvals.getSecondaryResources(app).stream().map(ReleaseApproval::getSpec).toList()));
  }

  private static Instant readySince(TwelveFactorApp source) {
    return source.getStatus() == null
        ? null
        : source
            .getStatus()
            .condition("Ready")
            .filter(ready -> ready.status().equals("True"))
            .map(ready -> Instant.parse(ready.lastTransitionTime()))
            .orElse(null);
  }

  private static Optional<PromotedFrom> from(TwelveFactorApp app) {
    return Optional.ofNullable(app.getSpec())
        .map(spec -> spec.parity())
        .map(Parity::promotedFrom)
        .filter(from -> from.name() != null);
  }

  private Set<ResourceID> ids(String index, String key) {
    return apps.byIndex(index, key).stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static String key(PromotedFrom from) {
    return key(from.namespace(), from.name());
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
