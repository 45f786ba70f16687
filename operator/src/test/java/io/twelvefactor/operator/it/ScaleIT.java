package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many replicas there are, who decides on it, and what old releases leave behind. */
@ExtendWith(OperatorExtension.class)
class ScaleIT {
  private static final String WITH_CONFIG =
      """
      image: %s
      replicas: %d
      release: {historyLimit: 1}
      config: {sources: [{configMapRef: {name: flags}}]}
      """;

  @Test
  void stoppedAppComesBackAfterThreeReleases(World world) {
    // Given
    world.config("flags", "FLAG", "1");
    world.app("shop", WITH_CONFIG.formatted(World.IMAGE, 2));
    world.awaitRelease("shop", 1);
    world.app("shop", WITH_CONFIG.formatted(World.IMAGE, 0));
    world.awaitRelease("shop", 1);
    for (int i = 2; i <= 4; i++) {
      world.config("flags", "FLAG", String.valueOf(i));
      world.awaitRelease("shop", i);
    }

    // When
    world.app("shop", WITH_CONFIG.formatted(World.IMAGE, 2));

    // Then
    assertThat(world.awaitRelease("shop", 4).getStatus().processesReady()).isEqualTo("2/2");
    String copy = copyIn(world.get(Deployment.class, "shop-web").getSpec().getTemplate());
    assertThat(world.get(ConfigMap.class, copy).getData()).containsEntry("FLAG", "4");
  }

  @Test
  void historyIsCollectedButForWhatReplicaSetsName(World world) {
    // Given
    world.config("flags", "FLAG", "1");
    world.app("shop", WITH_CONFIG.formatted(World.IMAGE, 1));
    world.awaitRelease("shop", 1);

    // When
    for (int i = 2; i <= 6; i++) {
      world.config("flags", "FLAG", String.valueOf(i));
      world.awaitRelease("shop", i);
    }

    // Then
    world.eventually(
        () ->
            assertThat(names(world, ControllerRevision.class))
                .containsExactlyInAnyOrder("shop-r5", "shop-r6"));
    world.eventually(() -> assertThat(world.get("shop").getStatus().releases()).hasSize(2));
    world.eventually(
        () -> assertThat(world.all(ReplicaSet.class)).as("kept by the Deployment").hasSize(3));
    assertThat(copies(world)).containsAll(copiesInReplicaSets(world));

    // When
    world.operator().restart(); // what was in use is asked about again only after minutes

    // Then
    world.eventually(
        () ->
            assertThat(copies(world))
                .containsExactlyInAnyOrderElementsOf(copiesInReplicaSets(world)));
  }

  private static <T extends io.fabric8.kubernetes.api.model.HasMetadata> Set<String> names(
      World world, Class<T> kind) {
    return world.all(kind).stream()
        .map(object -> object.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private static Set<String> copies(World world) {
    return names(world, ConfigMap.class).stream()
        .filter(name -> name.startsWith("shop-"))
        .collect(Collectors.toSet());
  }

  private static Set<String> copiesInReplicaSets(World world) {
    return world.all(ReplicaSet.class).stream()
        .map(set -> copyIn(set.getSpec().getTemplate()))
        .collect(Collectors.toSet());
  }

  private static String copyIn(PodTemplateSpec template) {
    return template
        .getSpec()
        .getContainers()
        .get(0)
        .getEnvFrom()
        .get(0)
        .getConfigMapRef()
        .getName();
  }

  private static final String AUTOSCALED =
      "{image: '%s', processes: [{name: web, port: 80, autoscaling: {minReplicas: %d, maxReplicas: 9}}]}";
  private static final String FIXED =
      "{image: '%s', processes: [{name: web, port: 80, replicas: %d}]}";

  @Test
  void autoscalerOwnsTheReplicas(World world) {
    // Given
    world.app("shop", AUTOSCALED.formatted(World.IMAGE, 2));
    world.awaitRelease("shop", 1);
    assertThat(replicas(world)).isEqualTo(2);
    world.awaitRest();

    // When
    Instant before = Instant.now();
    world.somebody("autoscaler").scales(Deployment.class, "shop-web", 5);

    // Then
    world.awaitApp("shop", a -> assertThat(a.getStatus().processesReady()).isEqualTo("5/5"));
    world.awaitRest();
    assertThat(replicas(world)).isEqualTo(5);
    assertThat(world.operatorWrites(before)).noneMatch(w -> w.resource().equals("deployments"));
    assertThat(world.get("shop").getStatus().lastDrift()).isNull();

    // When
    world.app("shop", AUTOSCALED.formatted(World.image(2), 2));

    // Then
    world.awaitRelease("shop", 2);
    assertThat(replicas(world)).as("a release resets nothing").isEqualTo(5);

    // When
    world.app("shop", FIXED.formatted(World.image(2), 3));

    // Then
    world.eventually(() -> assertThat(replicas(world)).isEqualTo(3));
    world.eventually(
        () -> assertThat(world.get(HorizontalPodAutoscaler.class, "shop-web")).isNull());
    assertThat(world.awaitRelease("shop", 2).getStatus().lastDrift()).isNull();
  }

  /** The watch, which is by our label, then shows no Deployment. */
  @Test
  void theAutoscalersNumberOutlivesALostLabel(World world) {
    // Given
    world.app("shop", AUTOSCALED.formatted(World.IMAGE, 1));
    world.awaitRelease("shop", 1);
    world.somebody("autoscaler").scales(Deployment.class, "shop-web", 5);
    world.awaitRest();

    // When
    world
        .somebody("kubectl-edit")
        .patches(
            Deployment.class,
            "shop-web",
            "{metadata: {labels: {app.kubernetes.io/managed-by: somebody}}}");

    // Then
    world.eventually(
        () ->
            assertThat(world.get(Deployment.class, "shop-web").getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "twelvefactor-operator"));
    world.awaitRest();
    assertThat(world.get(Deployment.class, "shop-web").getSpec().getReplicas()).isEqualTo(5);
  }

  /** Its generation tells nothing: it has none. */
  @Test
  void boundsOfAnAutoscalerThatSomebodyChangedArePutBack(World world) {
    world.app("shop", AUTOSCALED.formatted(World.IMAGE, 1));
    world.awaitRelease("shop", 1);
    world.awaitRest();

    world
        .somebody("kubectl-edit")
        .patches(HorizontalPodAutoscaler.class, "shop-web", "{spec: {maxReplicas: 99}}");

    world.eventually(
        () ->
            assertThat(
                    world.get(HorizontalPodAutoscaler.class, "shop-web").getSpec().getMaxReplicas())
                .isEqualTo(9));
  }

  @Test
  void autoscalingStartsFromTheReplicasThereAre(World world) {
    // Given
    world.app("shop", FIXED.formatted(World.IMAGE, 3));
    world.awaitRelease("shop", 1);
    int sets = world.all(ReplicaSet.class).size();

    // When
    world.app("shop", AUTOSCALED.formatted(World.IMAGE, 1));

    // Then
    world.eventually(
        () -> assertThat(world.get(HorizontalPodAutoscaler.class, "shop-web")).isNotNull());
    world.awaitRelease("shop", 1);
    world.awaitRest();
    assertThat(replicas(world)).isEqualTo(3);

    // When
    world.operator().restart();
    world.somebody("autoscaler").scales(Deployment.class, "shop-web", 4);
    world.app("shop", AUTOSCALED.formatted(World.IMAGE, 2));
    world.awaitRelease("shop", 1);
    world.awaitRest();

    // Then
    assertThat(replicas(world)).isEqualTo(4);
    assertThat(world.all(ReplicaSet.class)).hasSize(sets);

    // When back and forth, more often than once
    IntStream.of(2, 5)
        .forEach(
            n -> {
              world.app("shop", FIXED.formatted(World.IMAGE, n));
              world.eventually(() -> assertThat(replicas(world)).isEqualTo(n));
              world.app("shop", AUTOSCALED.formatted(World.IMAGE, 1));
              world.eventually(
                  () ->
                      assertThat(world.get(HorizontalPodAutoscaler.class, "shop-web")).isNotNull());
              world.awaitRelease("shop", 1);
              world.awaitRest();
              assertThat(replicas(world)).isEqualTo(n);
            });
  }

  @Test
  void singletonNeverRunsTwice(World world) {
    // Given
    String app = "{image: '%s', processes: [{name: clock, command: [beat], singleton: true}]}";
    world.app("shop", app.formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // Then
    Deployment clock = world.get(Deployment.class, "shop-clock");
    assertThat(clock.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    assertThat(clock.getSpec().getReplicas()).isEqualTo(1);

    // When
    world.app("shop", app.formatted(World.image(2)));

    // Then
    world.awaitRelease("shop", 2);

    // When it may run twice
    world.app(
        "shop",
        "{image: '%s', processes: [{name: clock, command: [beat], replicas: 2}]}"
            .formatted(World.image(2)));

    // Then
    world.awaitApp("shop", a -> assertThat(a.getStatus().processesReady()).isEqualTo("2/2"));
    assertThat(world.get(Deployment.class, "shop-clock").getSpec().getStrategy().getType())
        .isEqualTo("RollingUpdate");
  }

  private static int replicas(World world) {
    return world.get(Deployment.class, "shop-web").getSpec().getReplicas();
  }
}
