package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.twelvefactor.api.v1alpha1.BackingService;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.appconfig.Seen;
import io.twelvefactor.operator.appconfig.Snapshot;
import io.twelvefactor.operator.cli.Cli.BadInput;
import io.twelvefactor.operator.observe.Attached;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Digests;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.observe.ServiceFact;
import io.twelvefactor.operator.release.ConfigCopy;
import io.twelvefactor.operator.release.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Facts from files in place of a cluster and AWS. */
final class OfflineFacts {
  private final Manifests manifests;
  private final Map<Reference, Seen> profiles = new HashMap<>();

  /**
   * @param profiles files with what AppConfig holds, by {@code
   *     [region:]application/environment/profile}
   */
  OfflineFacts(Manifests manifests, Map<String, Path> profiles) {
    this.manifests = manifests;
    profiles.forEach(
        (profile, file) -> this.profiles.put(Reference.appConfig(profile), Seen.of(read(file))));
  }

  Facts of(TwelveFactorApp app) {
    return Facts.offline(Instant.EPOCH, new Attached(contents(), profiles, services(app)));
  }

  /** The frozen copies that a plan's releases refer to. */
  List<ConfigMap> copies(TwelveFactorApp app, Plan plan, Facts facts) {
    return plan.involved()
        .flatMap(release -> ConfigCopy.of(release.inputs()).stream())
        .map(copy -> copy(app, copy, facts))
        .toList();
  }

  private ConfigMap copy(TwelveFactorApp app, ConfigCopy copy, Facts facts) {
    Optional<ConfigMap> source =
        copy.source().kind() == Reference.Kind.AppConfig
            ? facts.profile(copy.source()).flatMap(copy::contentOf)
            : manifests.configMaps().stream()
                .filter(map -> map.getMetadata().getName().equals(copy.source().name()))
                .findFirst();
    ConfigMap frozen = copy.of(app.getMetadata().getName(), source.orElseThrow());
    frozen.getMetadata().setNamespace(app.getMetadata().getNamespace());
    return frozen;
  }

  private Map<Reference, Content> contents() {
    Digests digests = new Digests(new byte[] {0}); // nothing made with it is kept or shown
    Map<Reference, Content> contents = new HashMap<>();
    manifests
        .configMaps()
        .forEach(
            map ->
                contents.put(
                    Reference.configMap(map.getMetadata().getName()),
                    new Content(Digests.of(map), keys(map.getData(), map.getBinaryData()))));
    manifests
        .secrets()
        .forEach(
            secret ->
                contents.put(
                    Reference.secret(secret.getMetadata().getName()),
                    new Content(
                        digests.of(secret), keys(secret.getData(), secret.getStringData()))));
    return contents;
  }

  private Map<String, ServiceFact> services(TwelveFactorApp app) {
    Map<String, ServiceFact> services = new HashMap<>();
    for (BackingService service : app.getSpec().backingServices()) {
      find(service).ifPresent(fact -> services.put(service.name(), fact));
    }
    return services;
  }

  private Optional<ServiceFact> find(BackingService service) {
    if (service.objectRef() != null) {
      return manifests.others().stream()
          .filter(other -> other.getApiVersion().equals(service.objectRef().apiVersion()))
          .filter(other -> other.getKind().equals(service.objectRef().kind()))
          .filter(other -> other.getMetadata().getName().equals(service.objectRef().name()))
          .findFirst()
          .map(ServiceFact.Resource::new);
    }
    return manifests.apps().stream()
        .filter(other -> service.appRef() != null)
        .filter(other -> other.getMetadata().getName().equals(service.appRef().name()))
        .findFirst()
        .map(ServiceFact.App::new);
  }

  private static Snapshot read(Path file) {
    String name = file.getFileName().toString();
    String type =
        name.endsWith(".json")
            ? "application/json"
            : name.matches(".*[.]ya?ml") ? "application/yaml" : "text/plain";
    try {
      return new Snapshot("offline", type, Files.readString(file), Instant.EPOCH);
    } catch (IOException e) {
      throw new BadInput("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static Set<String> keys(Map<String, String> one, Map<String, String> other) {
    Set<String> keys = new TreeSet<>();
    if (one != null) {
      keys.addAll(one.keySet());
    }
    if (other != null) {
      keys.addAll(other.keySet());
    }
    return keys;
  }
}
