package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.twelvefactor.testing.AuditedRequest;
import io.twelvefactor.testing.ControlPlane;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators for named namespaces: two releases of the chart, side by side. */
class NamespacedIT {
  private static final String[] NOTHING_FOR_THE_CLUSTER = {
    "crds.enabled=false", "policies.enabled=false", "rbac.userRoles=false"
  };

  @TempDir static Path directory;

  private static ControlPlane controlPlane;
  private static Installation red;
  private static Installation blue;

  @BeforeAll
  static void begin() {
    controlPlane = ControlPlane.start();
    controlPlane.removeNamespaces();
    controlPlane.installCrd();
    red = new Installation(controlPlane, directory, "red");
    blue = new Installation(controlPlane, directory, "blue");
  }

  @AfterAll
  static void end() {
    red.remove();
    blue.remove();
    controlPlane.removeNamespaces();
  }

  @Test
  void eachLooksAfterItsOwnAndAsksForNothingElse() {
    // Given
    Instant start = Instant.now();
    World reds = world("reds");
    World more = world("more-reds");
    World blues = world("blues");
    World nobodys = world("nobodys");
    install(red, reds, more);
    install(blue, blues);
    try (OperatorProcess first = red.operator();
        OperatorProcess second = blue.operator()) {
      // When
      for (World world : List.of(reds, more, blues, nobodys)) {
        world.config("flags", "FLAG", "1");
        world.app(
            "shop",
            "{image: '%s', replicas: 1, logs: {mode: Platform}, config: {sources: [{configMapRef: {name: flags}}]}}"
                .formatted(World.IMAGE));
      }

      // Then
      reds.awaitRelease("shop", 1);
      more.awaitRelease("shop", 1);
      blues.awaitRelease("shop", 1);
      reds.config("flags", "FLAG", "2");
      reds.awaitRelease("shop", 2);
      assertThat(nobodys.get("shop").getStatus().currentRelease()).isNull();

      // What a namespace says is asked for, and heard
      reds.app("bad", "{image: 'shop:1', replicas: 1, logs: {mode: Platform}}");
      reds.awaitStalled("bad", "RuleBroken");
      reds.label("twelvefactor.io/enforce", "warn");
      reds.awaitRelease("bad", 1);

      // Neither asked for what is not its own
      assertThat(namespaces(red, start))
          .isSubsetOf(reds.namespace(), more.namespace(), red.namespace());
      assertThat(namespaces(blue, start)).isSubsetOf(blues.namespace(), blue.namespace());
      assertThat(first.log() + second.log()).doesNotContain("ERROR", "orbidden");
      assertThat(refused(red, start)).isEmpty();
      assertThat(refused(blue, start)).isEmpty();
    }
  }

  private static World world(String prefix) {
    return new World(controlPlane, null, controlPlane.namespace(prefix, Map.of("team", "a")));
  }

  private static void install(Installation installation, World... worlds) {
    String names =
        List.of(worlds).stream().map(World::namespace).collect(Collectors.joining(",", "{", "}"));
    String[] values = java.util.Arrays.copyOf(NOTHING_FOR_THE_CLUSTER, 4);
    values[3] = "watchNamespaces=" + names;
    installation.put(Helm.CHART, values);
    assertThat(controlPlane.client().resources(ClusterRole.class).list().getItems())
        .noneMatch(role -> role.getMetadata().getName().startsWith(installation.name()));
    assertThat(controlPlane.client().resources(ClusterRoleBinding.class).list().getItems())
        .noneMatch(role -> role.getMetadata().getName().startsWith(installation.name()));
  }

  /** Where an operator asked for something; its questions about itself and the API aside. */
  private static Set<String> namespaces(Installation installation, Instant since) {
    return requests(installation, since).stream()
        .map(AuditedRequest::namespace)
        .filter(namespace -> namespace != null && !namespace.isEmpty())
        .collect(Collectors.toSet());
  }

  private static List<AuditedRequest> refused(Installation installation, Instant since) {
    return requests(installation, since).stream().filter(request -> request.code() == 403).toList();
  }

  private static List<AuditedRequest> requests(Installation installation, Instant since) {
    return controlPlane.auditLog().requests().since(since).by(installation.user()).all();
  }
}
