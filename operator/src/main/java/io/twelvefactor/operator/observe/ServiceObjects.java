package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.twelvefactor.api.v1alpha1.ObjectReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The custom resources that stand for backing services, of whatever kind apps name. A kind is
 * watched from the first app on that names it; where its CRD is missing, or the operator may not
 * read it, it is tried again every so often.
 */
final class ServiceObjects implements AutoCloseable {
  private static final Duration TRY_AGAIN = Duration.ofSeconds(15);
  private static final long FIRST_LIST_SECONDS = 5;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final KubernetesClient client;
  private final Clock clock;
  private final BiConsumer<ObjectReference, String> changed;
  private final Consumer<HasMetadata> deleted;
  private final Map<Kind, Watched> kinds = new HashMap<>();
  private Set<String> namespaces = Set.of();

  /**
   * @param selector of the labels of the objects that matter, or null for all
   */
  private record Kind(String apiVersion, String kind, String selector) {}

  /**
   * What is seen of a kind.
   *
   * @param trouble why nothing can be seen, or null
   */
  record Listed(List<GenericKubernetesResource> objects, ServiceFact.Unseen trouble) {}

  private record Watched(
      List<SharedIndexInformer<GenericKubernetesResource>> informers,
      ServiceFact.Unseen trouble,
      Instant since) {
    boolean running() {
      return trouble == null && informers.stream().allMatch(SharedIndexInformer::isRunning);
    }
  }

  /**
   * @param changed told of each object that was made, changed or deleted, with its namespace
   * @param deleted told of each object that is deleted, before
   */
  ServiceObjects(
      KubernetesClient client,
      Clock clock,
      BiConsumer<ObjectReference, String> changed,
      Consumer<HasMetadata> deleted) {
    this.client = client;
    this.clock = clock;
    this.changed = changed;
    this.deleted = deleted;
  }

  /** Only these namespaces are watched; empty means all. */
  void within(Set<String> only) {
    namespaces = only;
  }

  /** The object, or why it cannot be seen. */
  ServiceFact find(String namespace, ObjectReference reference) {
    Watched watched = watch(new Kind(reference.apiVersion(), reference.kind(), null));
    if (watched.trouble() != null) {
      return watched.trouble();
    }
    return watched.informers().stream()
        .map(informer -> informer.getIndexer().getByKey(namespace + "/" + reference.name()))
        .flatMap(object -> Optional.ofNullable(object).stream())
        .findFirst()
        .<ServiceFact>map(ServiceFact.Resource::new)
        .orElseGet(
            () ->
                new ServiceFact.Unseen(
                    "BackingServiceMissing",
                    "%s does not exist in namespace %s; create it, or name another"
                        .formatted(reference, namespace)));
  }

  /**
   * All objects of a kind and label in a namespace.
   *
   * @param look whether to begin watching the kind, where it is not watched
   */
  Listed list(String apiVersion, String kind, String selector, String namespace, boolean look) {
    Kind labelled = new Kind(apiVersion, kind, selector);
    Watched watched = look ? watch(labelled) : known(labelled);
    if (watched == null || watched.trouble() != null) {
      return new Listed(List.of(), watched == null ? null : watched.trouble());
    }
    return new Listed(
        watched.informers().stream()
            .flatMap(
                informer ->
                    informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream())
            .toList(),
        null);
  }

  private synchronized Watched known(Kind kind) {
    return kinds.get(kind);
  }

  private synchronized Watched watch(Kind kind) {
    Watched watched = kinds.get(kind);
    if (watched != null && watched.running()) {
      return watched;
    }
    boolean recently =
        watched != null
            && watched.trouble() != null
            && clock.instant().isBefore(watched.since().plus(TRY_AGAIN));
    if (!recently) {
      watched = begin(kind);
      kinds.put(kind, watched);
    }
    return watched;
  }

  private Watched begin(Kind kind) {
    List<SharedIndexInformer<GenericKubernetesResource>> informers = new ArrayList<>();
    try {
      Optional<APIResource> served = served(kind);
      if (served.isEmpty()) {
        return failed("BackingServiceKindMissing", notServed(kind));
      }
      var resources = client.genericKubernetesResources(context(kind, served.get()));
      if (namespaces.isEmpty()) {
        informers.add(selected(resources.inAnyNamespace(), kind).runnableInformer(0));
      }
      namespaces.forEach(
          one -> informers.add(selected(resources.inNamespace(one), kind).runnableInformer(0)));
      for (SharedIndexInformer<GenericKubernetesResource> informer : informers) {
        informer.addEventHandler(new Told(kind));
        informer.exceptionHandler((started, e) -> started && !isGone(e));
        informer.start().toCompletableFuture().get(FIRST_LIST_SECONDS, TimeUnit.SECONDS);
      }
      return new Watched(List.copyOf(informers), null, clock.instant());
    } catch (ExecutionException | KubernetesClientException | TimeoutException e) {
      informers.forEach(SharedIndexInformer::stop);
      return failed("BackingServiceUnreadable", unreadable(kind, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      informers.forEach(SharedIndexInformer::stop);
      return failed("BackingServiceUnreadable", "the operator is being stopped");
    }
  }

  private static Informable<GenericKubernetesResource> selected(
      FilterWatchListDeletable<
              GenericKubernetesResource,
              GenericKubernetesResourceList,
              Resource<GenericKubernetesResource>>
          all,
      Kind kind) {
    return kind.selector() == null ? all : all.withLabelSelector(kind.selector());
  }

  private Optional<APIResource> served(Kind kind) {
    APIResourceList list = client.getApiResources(kind.apiVersion());
    return list == null
        ? Optional.empty()
        : list.getResources().stream()
            .filter(resource -> resource.getKind().equals(kind.kind()))
            .filter(resource -> !resource.getName().contains("/"))
            .filter(resource -> Boolean.TRUE.equals(resource.getNamespaced()))
            .findFirst();
  }

  private static ResourceDefinitionContext context(Kind kind, APIResource resource) {
    String[] parts = kind.apiVersion().split("/");
    return new ResourceDefinitionContext.Builder()
        .withGroup(parts[0])
        .withVersion(parts[1])
        .withKind(kind.kind())
        .withPlural(resource.getName())
        .withNamespaced(true)
        .build();
  }

  private Watched failed(String reason, String message) {
    return new Watched(List.of(), new ServiceFact.Unseen(reason, message), clock.instant());
  }

  private static String notServed(Kind kind) {
    return "the cluster serves no namespaced kind %s in %s; install its CustomResourceDefinition, or name another"
        .formatted(kind.kind(), kind.apiVersion());
  }

  private static String unreadable(Kind kind, Exception e) {
    if (codeOf(e) == FORBIDDEN) {
      return "the operator may not read %s of %s; its administrator allows that with a ClusterRole labelled twelvefactor.io/backing-services: \"true\" (verbs list, watch)"
          .formatted(kind.kind(), kind.apiVersion());
    }
    return "%s of %s cannot be read now; it is tried again"
        .formatted(kind.kind(), kind.apiVersion());
  }

  private static boolean isGone(Throwable e) {
    return codeOf(e) == FORBIDDEN || codeOf(e) == NOT_FOUND;
  }

  private static int codeOf(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException answered) {
        return answered.getCode();
      }
    }
    return 0;
  }

  @Override
  public synchronized void close() {
    kinds.values().forEach(watched -> watched.informers().forEach(SharedIndexInformer::stop));
    kinds.clear();
  }

  private final class Told implements ResourceEventHandler<GenericKubernetesResource> {
    private final Kind kind;

    Told(Kind kind) {
      this.kind = kind;
    }

    private void tell(GenericKubernetesResource object) {
      changed.accept(
          new ObjectReference(kind.apiVersion(), kind.kind(), object.getMetadata().getName()),
          object.getMetadata().getNamespace());
    }

    @Override
    public void onAdd(GenericKubernetesResource added) {
      tell(added);
    }

    @Override
    public void onUpdate(GenericKubernetesResource was, GenericKubernetesResource now) {
      tell(now);
    }

    @Override
    public void onDelete(GenericKubernetesResource gone, boolean unknown) {
      deleted.accept(gone);
      tell(gone);
    }
  }
}
