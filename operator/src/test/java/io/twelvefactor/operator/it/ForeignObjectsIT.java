package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.Digests;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An object that is somebody else's is never written to, and holds what would need its name. */
@ExtendWith(OperatorExtension.class)
class ForeignObjectsIT {
  private static final String APP =
      """
      image: %s
      config: {sources: [{configMapRef: {name: flags}}]}
      processes: [{name: web, port: 8080, replicas: 1}]
      """
          .formatted(World.IMAGE);

  @Test
  void existingObjectsAreNamedAndLeftAlone(World first) {
    // Given
    Map<World, HasMetadata> foreign = new LinkedHashMap<>();
    foreign.put(
        first,
        foreign(
            first,
            "{apiVersion: v1, kind: Service, metadata: {name: shop-web}, spec: {ports: [{port: 1}]}}"));
    World second = first.elsewhere();
    foreign.put(
        second, foreign(second, "{apiVersion: v1, kind: ServiceAccount, metadata: {name: shop}}"));
    World third = first.elsewhere();
    foreign.put(
        third,
        foreign(
            third,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop-web}
            spec:
              replicas: 0
              selector: {matchLabels: {a: b}}
              template:
                metadata: {labels: {a: b}}
                spec: {containers: [{name: c, image: i}]}
            """));
    World fourth = first.elsewhere();
    ConfigMap flags = fourth.config("flags", "FLAG", "on");
    String copy = Names.content("shop", Digests.of(flags));
    foreign.put(
        fourth,
        foreign(
            fourth,
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {FLAG: evil}}"
                .formatted(copy)));
    World fifth = first.elsewhere();
    foreign.put(
        fifth,
        foreign(
            fifth,
            "{apiVersion: apps/v1, kind: ControllerRevision, metadata: {name: shop-r1}, revision: 7, data: {a: b}}"));

    // When
    foreign.keySet().forEach(world -> world.config("flags", "FLAG", "on"));
    foreign.keySet().forEach(world -> world.app("shop", APP));

    // Then
    foreign.forEach(
        (world, object) -> {
          TwelveFactorApp app = world.awaitStalled("shop", "NameConflict");
          assertThat(World.message(app))
              .contains(object.getKind() + "/" + object.getMetadata().getName());
        });
    assertThat(second.all(Deployment.class)).as("nothing runs as somebody else").isEmpty();
    assertThat(second.all(Pod.class)).isEmpty();
    assertThat(fourth.all(Pod.class)).as("nothing runs with somebody else's config").isEmpty();
    foreign.forEach(ForeignObjectsIT::assertUntouched);

    // When
    foreign.forEach((world, object) -> world.client().resource(object).delete());

    // Then
    foreign.keySet().forEach(world -> world.awaitRelease("shop", 1));
  }

  @Test
  void deletingTheAppLeavesWhatIsNotItsOwn(World world) {
    // Given
    world.config("flags", "FLAG", "on");
    HasMetadata foreign =
        foreign(
            world,
            "{apiVersion: v1, kind: Service, metadata: {name: shop-web}, spec: {ports: [{port: 1}]}}");
    world.app("shop", APP);
    world.awaitStalled("shop", "NameConflict");

    // When
    world.somebody("kubectl").deletes(TwelveFactorApp.class, "shop");

    // Then
    world.eventually(
        () -> {
          assertThat(world.all(ControllerRevision.class)).isEmpty();
          assertThat(world.get(ServiceAccount.class, "shop")).isNull();
        });
    assertThat(version(world, foreign)).isEqualTo(foreign.getMetadata().getResourceVersion());
    assertThat(world.get(ConfigMap.class, "flags")).isNotNull();
  }

  @Test
  void appsWhoseChildrenCollideDoNotTouchEachOther(World world) {
    // Given
    world.app("shop", "{image: '%s', processes: [{name: web-a, port: 80}]}".formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    HasMetadata service = world.get(Service.class, "shop-web-a");
    Deployment deployment = world.get(Deployment.class, "shop-web-a");

    // When
    world.app("shop-web", "{image: '%s', processes: [{name: a, port: 81}]}".formatted(World.IMAGE));

    // Then
    TwelveFactorApp loser = world.awaitStalled("shop-web", "NameConflict");
    assertThat(World.message(loser)).contains("Service/shop-web-a");
    assertThat(version(world, service)).isEqualTo(service.getMetadata().getResourceVersion());
    assertThat(world.get(Deployment.class, "shop-web-a").getMetadata().getGeneration())
        .isEqualTo(deployment.getMetadata().getGeneration());

    // When
    world.somebody("kubectl").deletes(TwelveFactorApp.class, "shop-web");

    // Then
    world.eventually(() -> assertThat(world.get(ServiceAccount.class, "shop-web")).isNull());
    assertThat(world.awaitReady("shop").getStatus().processesReady()).isEqualTo("1/1");
  }

  @Test
  void takenNameHoldsTheNewReleaseAndNothingElse(World world) {
    // Given
    world.app(
        "shop",
        "{image: '%s', processes: [{name: web, port: 80, replicas: 1}]}".formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    HasMetadata foreign =
        foreign(
            world,
            "{apiVersion: v1, kind: Service, metadata: {name: shop-api}, spec: {ports: [{port: 1}]}}");

    // When
    world.app(
        "shop",
        """
        image: %s
        processes:
        - {name: web, port: 80, replicas: 3}
        - {name: api, port: 81}
        """
            .formatted(World.image(2)));

    // Then
    TwelveFactorApp app = world.awaitStalled("shop", "NameConflict");
    assertThat(World.message(app)).contains("Service/shop-api");
    assertThat(World.condition(app, "Available")).contains("True");
    assertThat(app.getStatus().currentRelease()).isEqualTo(1);
    world.eventually(
        () -> {
          Deployment web = world.get(Deployment.class, "shop-web");
          assertThat(web.getStatus().getReadyReplicas()).isEqualTo(3);
          assertThat(World.releaseOf(web)).isEqualTo(1);
        });
    assertThat(world.get(Deployment.class, "shop-api")).isNull();
    assertThat(version(world, foreign)).isEqualTo(foreign.getMetadata().getResourceVersion());

    // When
    world.client().resource(foreign).delete();

    // Then
    assertThat(world.awaitRelease("shop", 2).getStatus().processesReady()).isEqualTo("4/4");
  }

  private static HasMetadata foreign(World world, String yaml) {
    return world.somebody("somebody").applies(yaml);
  }

  /** The Deployment controller writes to a Deployment too, so its version says nothing. */
  private static void assertUntouched(World world, HasMetadata object) {
    HasMetadata live = world.client().resource(object).require();
    assertThat(live.getMetadata().getUid()).isEqualTo(object.getMetadata().getUid());
    assertThat(live.getMetadata().getManagedFields())
        .noneMatch(entry -> entry.getManager().startsWith(World.manager()));
    if (!(object instanceof Deployment)) {
      assertThat(live.getMetadata().getResourceVersion())
          .isEqualTo(object.getMetadata().getResourceVersion());
    }
  }

  private static String version(World world, HasMetadata object) {
    return world.client().resource(object).require().getMetadata().getResourceVersion();
  }
}
