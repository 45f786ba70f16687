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
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import io.twelvefactor.operator.appconfig.Feed;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.rules.NamespaceTerms;
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
public final class Observer implements AutoCloseable {
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

  private final Clock clock;
  private final Digests digests;
  private final RecentWrites writes;
  private final Attachments attachments;
  private final Map<Class<? extends HasMetadata>, InformerEventSource<?, TwelveFactorApp>> sources =
      new LinkedHashMap<>();
  private final Namespaces namespaces;
  private final Promotions promotions;
  private final Lives lives = new Lives();
  private boolean reduced;

  /**
   * @param writes what this operator wrote, so that a pass sees what the one before it did
   * @param feed what AppConfig holds; closed with this
   */
  public Observer(
      KubernetesClient client, Clock clock, Digests digests, RecentWrites writes, Feed feed) {
    this.clock = clock;
    this.digests = digests;
    this.writes = writes;
    this.attachments = new Attachments(client, feed, clock, writes::forget);
    this.namespaces = new Namespaces(client);
    this.promotions = new Promotions(this::records, namespaces);
  }

  /** The watches, one a kind; each wakes the apps its objects concern. */
  public List<EventSource<?, TwelveFactorApp>> watches(
      EventSourceContext<TwelveFactorApp> context) {
    IndexerResourceCache<TwelveFactorApp> apps = context.getPrimaryCache();
    var watched = context.getControllerConfiguration().getInformerConfig();
    Set<String> only =
        watched.watchAllNamespaces()
            ? Set.of()
            : watched.getEffectiveNamespaces(context.getControllerConfiguration());
    EventSource<?, TwelveFactorApp> attached = attachments.watch(apps, only);
    // A store of one's own cannot be shared by several informers of a kind, one a namespace.
    reduced = watched.getNamespaces().size() <= 1;
    OURS.forEach(kind -> watchOurs(kind, context));
    watch(
        Job.class,
        // Those of admin processes are the CronJobs' own.
        Selection.labelled(Labels.MANAGED + "," + Labels.RELEASE_COMMAND),
        Mappers.fromOwnerReferences(TwelveFactorApp.class),
        UnaryOperator.identity(),
        context);
    watch(
        Pod.class,
        Selection.labelled(Labels.MANAGED),
        pod -> Labels.appOf(pod).map(app -> Set.of(id(pod, app))).orElse(Set.of()),
        Reductions::pod,
        context);
    watch(
        AdminRun.class,
        Selection.all(),
        run -> Set.of(id(run, Reductions.appOf(run))),
        Reductions::run,
        context);
    watch(ConfigMap.class, Selection.all(), this::concerned, Reductions::configMap, context);
    watch(
        Secret.class,
        // Helm keeps its releases in Secrets: large, many, and nobody's config.
        informer ->
            informer.withFieldSelector(
                new FieldSelector(new FieldSelector.Field("type", "helm.sh/release.v1", true))),
        this::concerned,
        secret -> Reductions.secret(secret, digests),
        context);
    List<EventSource<?, TwelveFactorApp>> all = new ArrayList<>(sources.values());
    all.add(attached);
    all.add(namespaces.watch(context, only));
    all.addAll(promotions.watches(context, reduced));
    return all;
  }

  private <T extends HasMetadata> void watchOurs(
      Class<T> kind, EventSourceContext<TwelveFactorApp> context) {
    watch(
        kind,
        Selection.labelled(Labels.MANAGED),
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
            .withOnAddFilter(added -> lives.note(null, added) || !writes.isEcho(added))
            .withOnUpdateFilter(
                (now, was) ->
                    lives.note(was, now) || !writes.isEcho(now) && Relevance.matters(was, now))
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

  /**
   * Asked for between reading and writing.
   *
   * @throws NotWatching where what was read may be less than there is
   */
  public void requireWatching() {
    NotWatching.unless(sources.values());
  }

  /** Everything a pass over this app may know. */
  public Facts observe(TwelveFactorApp app) {
    RecentWrites.Notes notes = writes.of(app);
    List<HasMetadata> children = new ArrayList<>();
    OURS.forEach(kind -> children.addAll(controlled(kind, app)));
    children.addAll(controlled(ConfigMap.class, app));
    children.addAll(controlled(Job.class, app));
    HttpRoutes.Seen routes = attachments.routes(app);
    children.addAll(routes.objects());
    Set<Pod> seen = secondaries(Pod.class, app);
    List<PodFact> pods =
        seen.stream()
            .map(PodFact::of)
            .flatMap(Optional::stream)
            .sorted(Comparator.comparing(PodFact::name))
            .toList();
    Map<String, ServiceFact> services = attachments.services(app);
    Set<Reference> references = new HashSet<>(References.of(app.getSpec()));
    references.addAll(Attachments.secrets(services));
    return new Facts(
        clock.instant(),
        new Attached(
            contents(app, references), attachments.profiles(app), services, routes.unseen()),
        new Children(notes.over(children)),
        pods,
        seen.stream().map(CommandPod::of).flatMap(Optional::stream).toList(),
        runs(app),
        promotions.of(app),
        lives.of(app),
        namespaces.place(app.getMetadata().getNamespace()));
  }

  /** What a namespace says of the rules for its apps. */
  public NamespaceTerms terms(String namespace) {
    return namespaces.terms(namespace);
  }

  /** Wakes those that wait for what this app has released. */
  public void released(TwelveFactorApp app) {
    promotions.released(app);
  }

  private List<ControllerRevision> records(TwelveFactorApp app) {
    RecentWrites.Notes notes = writes.of(app);
    List<HasMetadata> cached = new ArrayList<>(controlled(ControllerRevision.class, app));
    return new Children(notes.over(cached)).all(ControllerRevision.class);
  }

  private List<RunFact> runs(TwelveFactorApp app) {
    return secondaries(AdminRun.class, app).stream()
        .map(RunFact::of)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(RunFact::finishedAt))
        .toList();
  }

  private Map<Reference, Content> contents(TwelveFactorApp app, Set<Reference> references) {
    Map<Reference, Content> contents = new HashMap<>();
    for (Reference reference : references) {
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
            case AppConfig -> Optional.empty(); // no object of the cluster
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
  private Set<ResourceID> concerned(HasMetadata object) {
    Set<ResourceID> concerned =
        attachments.whoRefersTo(
            object.getMetadata().getNamespace(), object.getKind(), object.getMetadata().getName());
    concerned.addAll(
        Mappers.fromOwnerReferences(TwelveFactorApp.class).toPrimaryResourceIDs(object));
    return concerned;
  }

  @Override
  public void close() {
    attachments.close();
  }

  private static ResourceID id(HasMetadata neighbour, String name) {
    return new ResourceID(name, neighbour.getMetadata().getNamespace());
  }
}
