package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Labels;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Watches what matters to apps, and gathers it for one of them. */
public final class Observer {
  /** Kinds the operator makes, watched by its label, so that others' objects cost no memory. */
  private static final List<Class<? extends HasMetadata>> OURS =
      List.of(
          ServiceAccount.class,
          Service.class,
          Ingress.class,
          NetworkPolicy.class,
          PodDisruptionBudget.class,
          CronJob.class,
          Deployment.class,
          HorizontalPodAutoscaler.class,
          ControllerRevision.class);

  /** Lists come in pages, each packed before the next: a list read whole needs the room at once. */
  public static final long PAGE = 100;

  private static final String BY_REFERENCE = "reference";

  private final Clock clock;
  private final Digests digests;
  private final RecentWrites writes;
  private final Map<Class<? extends HasMetadata>, InformerEventSource<?, TwelveFactorApp>> sources =
      new LinkedHashMap<>();
  private final Promotions promotions = new Promotions(this::records);
  private boolean reduced;

  /**
   * @param writes what this operator wrote, so that a pass sees what the one before it did
   */
  public Observer(Clock clock, Digests digests, RecentWrites writes) {
    this.clock = clock;
    this.digests = digests;
    this.writes = writes;
  }

  /** The watches, one a kind; each wakes the apps its objects concern. */
  public List<EventSource<?, TwelveFactorApp>> watches(
      EventSourceContext<TwelveFactorApp> context) {
    IndexerResourceCache<TwelveFactorApp> apps = context.getPrimaryCache();
    apps.addIndexer(BY_REFERENCE, Observer::referenceKeys);
    // A store of one's own cannot be shared by several informers of a kind, one a namespace.
    reduced = context.getControllerConfiguration().getInformerConfig().getNamespaces().size() <= 1;
    OURS.forEach(kind -> watchOurs(kind, context));
    watch(
        Pod.class,
        labelled(Labels.MANAGED),
        pod -> Labels.appOf(pod).map(app -> Set.of(id(pod, app))).orElse(Set.of()),
        Reductions::pod,
        context);
    watch(
        AdminRun.class,
        all(),
        run -> Set.of(id(run, Reductions.appOf(run))),
        Reductions::run,
        context);
    watch(ConfigMap.class, all(), map -> concerned(map, apps), Reductions::configMap, context);
    watch(
        Secret.class,
        // Helm keeps its releases in Secrets: large, many, and nobody's config.
        informer ->
            informer.withFieldSelector(
                new FieldSelector(new FieldSelector.Field("type", "helm.sh/release.v1", true))),
        secret -> concerned(secret, apps),
        secret -> Reductions.secret(secret, digests),
        context);
    List<EventSource<?, TwelveFactorApp>> watches = new ArrayList<>(sources.values());
    watches.addAll(promotions.watches(context, reduced));
    return watches;
  }

  private <T extends HasMetadata> void watchOurs(
      Class<T> kind, EventSourceContext<TwelveFactorApp> context) {
    watch(
        kind,
        labelled(Labels.MANAGED),
        Mappers.fromOwnerReferences(TwelveFactorApp.class),
        UnaryOperator.identity(),
        context);
  }

  private <T extends HasMetadata> void watch(
      Class<T> kind,
      Consumer<InformerEventSourceConfiguration.Builder<T>> selection,
      SecondaryToPrimaryMapper<T> mapper,
      UnaryOperator<T> reduction,
      EventSourceContext<TwelveFactorApp> context) {
    var configuration =
        InformerEventSourceConfiguration.from(kind, TwelveFactorApp.class)
            .withName(kind.getSimpleName())
            .withComparableResourceVersion(false)
            .withInformerListLimit(PAGE)
            .withSecondaryToPrimaryMapper(mapper)
            .withOnAddFilter(added -> !writes.isEcho(added))
            .withOnUpdateFilter((now, was) -> !writes.isEcho(now) && Relevance.matters(was, now))
            .withOnDeleteFilter((gone, unknown) -> forgotten(gone))
            .withNamespacesInheritedFromController();
    selection.accept(configuration);
    if (reduced) {
      configuration.withItemStore(new PackedStore<>(kind, reduction));
    }
    sources.put(kind, new InformerEventSource<>(configuration.build(), context));
  }

  private boolean forgotten(HasMetadata gone) {
    writes.forget(gone);
    return true;
  }

  private static <T extends HasMetadata>
      Consumer<InformerEventSourceConfiguration.Builder<T>> labelled(String selector) {
    return informer -> informer.withLabelSelector(selector);
  }

  private static <T extends HasMetadata>
      Consumer<InformerEventSourceConfiguration.Builder<T>> all() {
    return informer -> {};
  }

  /** Everything a pass over this app may know. */
  public Facts observe(TwelveFactorApp app) {
    List<HasMetadata> children = new ArrayList<>();
    OURS.forEach(kind -> children.addAll(controlled(kind, app)));
    children.addAll(controlled(ConfigMap.class, app));
    List<PodFact> pods =
        secondaries(Pod.class, app).stream()
            .map(PodFact::of)
            .flatMap(Optional::stream)
            .sorted(Comparator.comparing(PodFact::name))
            .toList();
    return new Facts(
        clock.instant(),
        contents(app),
        new Children(writes.over(children, app)),
        pods,
        runs(app),
        promotions.of(app));
  }

  /** Wakes those that wait for what this app has released. */
  public void released(TwelveFactorApp app) {
    promotions.released(app);
  }

  private List<ControllerRevision> records(TwelveFactorApp app) {
    List<HasMetadata> cached = new ArrayList<>(controlled(ControllerRevision.class, app));
    return new Children(writes.over(cached, app)).all(ControllerRevision.class);
  }

  private List<RunFact> runs(TwelveFactorApp app) {
    return secondaries(AdminRun.class, app).stream()
        .map(RunFact::of)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(RunFact::finishedAt))
        .toList();
  }

  private Map<Reference, Content> contents(TwelveFactorApp app) {
    Map<Reference, Content> contents = new HashMap<>();
    for (Reference reference : References.of(app.getSpec())) {
      ResourceID id = id(app, reference.name());
      Optional<Content> content =
          switch (reference.kind()) {
            case ConfigMap ->
                source(ConfigMap.class)
                    .get(id)
                    .map(map -> reduced ? map : Reductions.configMap(map))
                    .map(Reductions::content);
            case Secret ->
                source(Secret.class)
                    .get(id)
                    .map(secret -> reduced ? secret : Reductions.secret(secret, digests))
                    .map(Reductions::content);
          };
      content.ifPresent(found -> contents.put(reference, found));
    }
    return contents;
  }

  private <T extends HasMetadata> List<T> controlled(Class<T> kind, TwelveFactorApp app) {
    return secondaries(kind, app).stream()
        .filter(object -> Ownership.controls(app, object))
        .sorted(Comparator.comparing(object -> object.getMetadata().getName()))
        .toList();
  }

  private <T extends HasMetadata> Set<T> secondaries(Class<T> kind, TwelveFactorApp app) {
    return source(kind).getSecondaryResources(app);
  }

  @SuppressWarnings("unchecked")
  private <T extends HasMetadata> InformerEventSource<T, TwelveFactorApp> source(Class<T> kind) {
    return (InformerEventSource<T, TwelveFactorApp>) sources.get(kind);
  }

  /** Apps that own a ConfigMap or Secret, and apps that refer to it. */
  private static Set<ResourceID> concerned(
      HasMetadata object, IndexerResourceCache<TwelveFactorApp> apps) {
    Set<ResourceID> concerned = new HashSet<>();
    Mappers.fromOwnerReferences(TwelveFactorApp.class)
        .toPrimaryResourceIDs(object)
        .forEach(concerned::add);
    String key =
        referenceKey(
            object.getMetadata().getNamespace(), object.getKind(), object.getMetadata().getName());
    apps.byIndex(BY_REFERENCE, key).forEach(app -> concerned.add(ResourceID.fromResource(app)));
    return concerned;
  }

  private static List<String> referenceKeys(TwelveFactorApp app) {
    return References.of(app.getSpec()).stream()
        .map(
            reference ->
                referenceKey(
                    app.getMetadata().getNamespace(), reference.kind().name(), reference.name()))
        .toList();
  }

  private static String referenceKey(String namespace, String kind, String name) {
    return namespace + "/" + kind + "/" + name;
  }

  private static ResourceID id(HasMetadata neighbour, String name) {
    return new ResourceID(name, neighbour.getMetadata().getNamespace());
  }
}
