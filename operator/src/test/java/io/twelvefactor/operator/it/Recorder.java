package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.twelvefactor.operator.gitops.HealthChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds an object, as the API server gives it now, against the health check of its kind and against
 * what was recorded of that state; with {@code -Dgolden.write=true} it records it.
 */
final class Recorder {
  private final World world;
  private final Class<? extends HasMetadata> kind;
  private final HealthChecks checks;
  private final Map<String, String> names = new LinkedHashMap<>();

  Recorder(World world, Class<? extends HasMetadata> kind) {
    this.world = world;
    this.kind = kind;
    this.checks = HealthChecks.of(HasMetadata.getKind(kind));
    names.put(world.namespace(), "production");
  }

  /** Another generated namespace, and how it is called in what is recorded. */
  Recorder calling(World other, String name) {
    names.put(other.namespace(), name);
    return this;
  }

  /** The app {@code shop}, or the run of the state's name. */
  void records(String state, String status) {
    recordsAs("AdminRun".equals(HasMetadata.getKind(kind)) ? state : "shop", state, status);
  }

  void recordsAs(String name, String state, String status) {
    Map<String, Object> object = live(name);
    assertThat(checks.of(object).status()).as("%s: %s", state, object).isEqualTo(status);
    if (Boolean.getBoolean("golden.write")) {
      write(state, object);
    }
    assertThat(said(object))
        .as("what was recorded is what the operator says today")
        .isEqualTo(said(checks.object(state)));
  }

  private void write(String state, Map<String, Object> object) {
    try {
      Files.createDirectories(checks.recorded(state).getParent());
      Files.writeString(checks.recorded(state), Serialization.asYaml(object));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With all that the server has, but for who wrote what and the names that a test made up. */
  @SuppressWarnings("unchecked")
  private Map<String, Object> live(String name) {
    GenericKubernetesResource object =
        world
            .client()
            .genericKubernetesResources(HasMetadata.getApiVersion(kind), HasMetadata.getKind(kind))
            .inNamespace(world.namespace())
            .withName(name)
            .get();
    object.getMetadata().setManagedFields(List.of());
    String yaml = Serialization.asYaml(object);
    for (Map.Entry<String, String> entry : names.entrySet()) {
      yaml = yaml.replace(entry.getKey(), entry.getValue());
    }
    return Serialization.unmarshal(yaml, Map.class);
  }

  /** What a health check goes by: whether the newest spec was seen, and the conditions. */
  private static List<Object> said(Map<String, Object> object) {
    Map<?, ?> metadata = (Map<?, ?>) object.get("metadata");
    Map<?, ?> status = (Map<?, ?>) object.get("status");
    List<?> conditions = status.get("conditions") instanceof List<?> list ? list : List.of();
    List<?> all =
        conditions.stream()
            .map(Map.class::cast)
            .map(c -> List.of(c.get("type"), c.get("status"), c.get("reason")))
            .toList();
    return List.of(metadata.get("generation").equals(status.get("observedGeneration")), all);
  }
}
