package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.twelvefactor.api.v1alpha1.ReleaseStatus;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator that was away catches up, and one that comes back in the middle goes on. */
@ExtendWith(OperatorExtension.class)
class RestartIT {
  private static final String APP =
      """
      image: %s
      podMetadata: {annotations: {kwok.twelvefactor.io/behaviour: slow}}
      config: {sources: [{configMapRef: {name: flags}}]}
      processes: [{name: web, port: 8080, replicas: 2}, {name: worker, command: [work]}]
      """;

  @Test
  void restartsInTheMiddleOfRolloutsChangeNothing(World world) throws InterruptedException {
    // Given
    world.config("flags", "FLAG", "1");
    world.app("shop", APP.formatted(World.IMAGE));

    // When
    for (int pause : new int[] {0, 100, 300, 700}) {
      Thread.sleep(pause);
      world.operator().restart();
    }

    // Then
    world.awaitRelease("shop", 1);

    // When
    world.app("shop", APP.formatted(World.image(2)));
    for (int pause : new int[] {50, 200, 500, 1500, 3000}) {
      Thread.sleep(pause);
      world.operator().restart();
    }

    // Then
    world.awaitRelease("shop", 2);
    world.awaitRest();
    assertThat(world.get("shop").getStatus().releases())
        .extracting(ReleaseStatus::number)
        .containsExactly(2, 1);
    assertThat(world.all(ControllerRevision.class)).hasSize(2);
    assertThat(world.all(io.fabric8.kubernetes.api.model.apps.ReplicaSet.class))
        .as("one a process and release: no pod was made in vain")
        .hasSize(4);
  }

  @Test
  void whatHappenedMeanwhileIsSeen(World world) {
    // Given
    world.config("flags", "FLAG", "1");
    world.app("shop", APP.formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // When
    world.operator().stop();
    world.app("shop", APP.formatted(World.image(2)));
    world.config("flags", "FLAG", "2");
    world.somebody("kubectl").deletes(Service.class, "shop-web");
    world.somebody("kubectl").deletes(Deployment.class, "shop-worker");
    world
        .somebody("kubectl-edit")
        .patches(
            Deployment.class,
            "shop-web",
            "{spec: {template: {spec: {hostNetwork: true, containers: [{name: web, image: evil}]}}}}");
    world.operator().start();

    // Then
    world.awaitRelease("shop", 2);
    assertThat(world.get(Service.class, "shop-web")).isNotNull();
    Deployment web = world.get(Deployment.class, "shop-web");
    assertThat(web.getSpec().getTemplate().getSpec().getHostNetwork()).isNull();
    assertThat(web.getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
        .isEqualTo(World.image(2));
    assertThat(numbers(world)).containsExactly(2L, 1L);
  }

  private static List<Long> numbers(World world) {
    return world.all(ControllerRevision.class).stream()
        .map(ControllerRevision::getRevision)
        .sorted((a, b) -> Long.compare(b, a))
        .toList();
  }

  @Test
  void crashAfterAnyWriteEndsInTheSameState(World world) throws InterruptedException {
    // Given
    List<World> worlds = IntStream.range(0, 12).mapToObj(i -> world.elsewhere()).toList();
    worlds.forEach(w -> w.config("flags", "FLAG", "1"));

    // When
    for (int i = 0; i < worlds.size(); i++) {
      world.operator().stop();
      world.operator().dyingAfterWrites(i + 1).start();
      worlds.get(i).app("shop", APP.formatted(World.IMAGE));
      world.operator().awaitDeath();
    }
    world.operator().stop();
    world.operator().immortal().start();

    // Then
    for (World w : worlds) {
      assertThat(w.awaitRelease("shop", 1).getStatus().processesReady()).isEqualTo("3/3");
      assertThat(numbers(w)).containsExactly(1L);
      assertThat(w.all(io.fabric8.kubernetes.api.model.apps.ReplicaSet.class)).hasSize(2);
    }
  }

  @AfterEach
  void leaveAnOperatorBehind(World world) {
    world.operator().stop();
    world.operator().immortal().start();
  }
}
