package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.twelvefactor.api.v1alpha1.BackingService;
import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import io.twelvefactor.operator.appconfig.Feed;
import io.twelvefactor.operator.appconfig.Profile;
import io.twelvefactor.operator.appconfig.Seen;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What an app refers to that is neither ConfigMap nor Secret: profiles of AppConfig, custom
 * resources, other apps. All of it is of the app's own namespace, or allowed to it.
 */
final class Attachments implements AutoCloseable {
  static final String BY_REFERENCE = "reference";

  private final Feed feed;
  private final ServiceObjects objects;
  private final HttpRoutes routes;
  private final Wakes wakes = new Wakes(this::gone);
  private final Map<ResourceID, Set<String>> secretsOfObjects = new ConcurrentHashMap<>();
  private final Map<ResourceID, Integer> ports = new ConcurrentHashMap<>();
  private IndexerResourceCache<TwelveFactorApp> apps;

  /**
   * @param deleted told of each object that is deleted
   */
  Attachments(KubernetesClient client, Feed feed, Clock clock, Consumer<HasMetadata> deleted) {
    this.feed = feed;
    this.objects =
        new ServiceObjects(
            client,
            clock,
            (object, namespace) ->
                wakeWhoRefersTo(
                    key(namespace, object.apiVersion() + "/" + object.kind(), object.name())),
            deleted);
    this.routes = new HttpRoutes(objects);
  }

  /** The source of turns for what changes here. */
  EventSource<?, TwelveFactorApp> watch(
      IndexerResourceCache<TwelveFactorApp> apps, Set<String> namespaces) {
    this.apps = apps;
    objects.within(namespaces);
    apps.addIndexer(BY_REFERENCE, Attachments::keys);
    return wakes;
  }

  /** The apps that refer to an object, by name or by way of another object. */
  Set<ResourceID> whoRefersTo(String namespace, String kind, String name) {
    String key = key(namespace, kind, name);
    Set<ResourceID> concerned =
        apps.byIndex(BY_REFERENCE, key).stream()
            .map(ResourceID::fromResource)
            .collect(Collectors.toSet());
    secretsOfObjects.forEach(
        (app, keys) -> {
          if (keys.contains(key)) {
            concerned.add(app);
          }
        });
    return concerned;
  }

  /** What AppConfig holds of the app's profiles. */
  Map<Reference, Seen> profiles(TwelveFactorApp app) {
    Map<Profile, Seen> seen =
        feed.read(
            reader(app),
            References.profiles(app.getSpec()),
            () -> wakes.wake(ResourceID.fromResource(app)));
    Map<Reference, Seen> profiles = new HashMap<>();
    seen.forEach((profile, what) -> profiles.put(Reference.appConfig(profile.name()), what));
    return profiles;
  }

  /** The routes that lead to the app. */
  HttpRoutes.Seen routes(TwelveFactorApp app) {
    return routes.of(app);
  }

  /** What stands for the app's backing services. */
  Map<String, ServiceFact> services(TwelveFactorApp app) {
    tellWhoRefersToThePortsOf(app);
    Map<String, ServiceFact> services = new LinkedHashMap<>();
    for (BackingService service : app.getSpec().backingServices()) {
      find(app, service).ifPresent(fact -> services.put(service.name(), fact));
    }
    Set<String> secrets =
        secrets(services).stream()
            .map(secret -> key(namespace(app), secret.kind().name(), secret.name()))
            .collect(Collectors.toSet());
    if (secrets.isEmpty()) {
      secretsOfObjects.remove(ResourceID.fromResource(app));
    } else {
      secretsOfObjects.put(ResourceID.fromResource(app), secrets);
    }
    return services;
  }

  /** The Secrets that objects name. */
  static Set<Reference> secrets(Map<String, ServiceFact> services) {
    return services.values().stream()
        .flatMap(
            fact ->
                fact instanceof ServiceFact.Resource resource
                    ? ProvisionedService.secret(resource.object()).stream()
                    : java.util.stream.Stream.empty())
        .collect(Collectors.toSet());
  }

  private Optional<ServiceFact> find(TwelveFactorApp app, BackingService service) {
    if (service.objectRef() != null) {
      return Optional.of(objects.find(namespace(app), service.objectRef()));
    }
    if (service.appRef() == null) {
      return Optional.empty();
    }
    String name = service.appRef().name();
    return Optional.of(
        apps.get(new ResourceID(name, namespace(app)))
            .<ServiceFact>map(ServiceFact.App::new)
            .orElseGet(
                () ->
                    new ServiceFact.Unseen(
                        "BackingServiceMissing",
                        "TwelveFactorApp %s does not exist in namespace %s; create it, or name another"
                            .formatted(name, namespace(app)))));
  }

  /** An app that others refer to is known to them by its ports. */
  private void tellWhoRefersToThePortsOf(TwelveFactorApp app) {
    TwelveFactorAppSpec spec = app.getSpec();
    List<Object> declared = new java.util.ArrayList<>();
    declared.add(spec.processes().isEmpty());
    for (ProcessType process : spec.processes()) {
      declared.add(java.util.Arrays.asList(process.name(), process.port(), process.protocol()));
    }
    Integer now = declared.hashCode();
    if (!Objects.equals(ports.put(ResourceID.fromResource(app), now), now)) {
      wakeWhoRefersTo(key(namespace(app), app.getKind(), app.getMetadata().getName()));
    }
  }

  private void gone(TwelveFactorApp app) {
    feed.forget(reader(app));
    secretsOfObjects.remove(ResourceID.fromResource(app));
    ports.remove(ResourceID.fromResource(app));
    wakeWhoRefersTo(key(namespace(app), app.getKind(), app.getMetadata().getName()));
  }

  private void wakeWhoRefersTo(String key) {
    apps.byIndex(BY_REFERENCE, key).forEach(app -> wakes.wake(ResourceID.fromResource(app)));
  }

  private static List<String> keys(TwelveFactorApp app) {
    List<String> keys = new java.util.ArrayList<>();
    for (Reference reference : References.of(app.getSpec())) {
      keys.add(key(namespace(app), reference.kind().name(), reference.name()));
    }
    for (BackingService service : app.getSpec().backingServices()) {
      if (service.objectRef() != null) {
        keys.add(
            key(
                namespace(app),
                service.objectRef().apiVersion() + "/" + service.objectRef().kind(),
                service.objectRef().name()));
      }
      if (service.appRef() != null) {
        keys.add(key(namespace(app), "TwelveFactorApp", service.appRef().name()));
      }
    }
    HttpRoutes.names(app)
        .forEach(
            name ->
                keys.add(
                    key(namespace(app), HttpRoutes.API_VERSION + "/" + HttpRoutes.KIND, name)));
    return keys;
  }

  private static String key(String namespace, String kind, String name) {
    return namespace + "/" + kind + "/" + name;
  }

  private static Feed.Reader reader(TwelveFactorApp app) {
    return new Feed.Reader(namespace(app), app.getMetadata().getName());
  }

  private static String namespace(TwelveFactorApp app) {
    return app.getMetadata().getNamespace();
  }

  @Override
  public void close() {
    objects.close();
    feed.close();
  }
}
