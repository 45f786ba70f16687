package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which changes of config are releases, and where secrets never get to. */
@ExtendWith(OperatorExtension.class)
class ConfigChangeIT {
  private static final String ONE = "correct-horse-1";
  private static final String TWO = "battery-staple-2";

  @Test
  void rotatedSecretIsOneReleaseAndIsSeenNowhere(World world) {
    try (OperatorLog log = new OperatorLog()) {
      // Given
      world.secret("db", "uri", ONE);
      world.secret("keys", "KEY", ONE);
      world.app(
          "shop",
          """
          image: %s
          replicas: 1
          config: {sources: [{secretRef: {name: keys}}, {secretRef: {name: keys, mountPath: /keys}}]}
          backingServices: [{name: db, type: postgres, secretRef: {name: db}, env: [{name: DB, key: uri}]}]
          """
              .formatted(World.IMAGE));
      world.awaitRelease("shop", 1);

      // When
      world.secret("db", "uri", TWO);

      // Then
      TwelveFactorApp app = world.awaitRelease("shop", 2);
      assertThat(app.getStatus().releases().get(0).cause())
          .isEqualTo("rotated: backing service db");
      world.awaitRest();
      assertThat(world.get("shop").getStatus().currentRelease()).isEqualTo(2);
      for (Class<? extends HasMetadata> kind :
          List.of(
              TwelveFactorApp.class,
              Event.class,
              ControllerRevision.class,
              ConfigMap.class,
              Deployment.class,
              Pod.class)) {
        String all = world.client().getKubernetesSerialization().asYaml(world.all(kind));
        assertThat(all).as(kind.getSimpleName()).isNotEmpty();
        assertNoSecretIn(all);
      }
      assertThat(log.text()).as("the log is heard at all").contains("ReleaseCreated");
      assertNoSecretIn(log.text());
    }
  }

  @Test
  void aReleaseWhoseConfigIsRefusedIsNotRolledOut(World world) {
    // Given a namespace with room for no further ConfigMap
    world.config("flags", "FLAG", "1");
    world.app(
        "shop",
        "{image: '%s', replicas: 1, config: {sources: [{configMapRef: {name: flags}}]}}"
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    String room = String.valueOf(world.all(ConfigMap.class).size());
    world.put(
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("full")
            .endMetadata()
            .withNewSpec()
            .addToHard("count/configmaps", new Quantity(room))
            .endSpec()
            .build());
    world.eventually(
        () ->
            assertThat(world.get(ResourceQuota.class, "full").getStatus().getUsed())
                .containsEntry("count/configmaps", new Quantity(room)));
    PodTemplateSpec before = world.get(Deployment.class, "shop-web").getSpec().getTemplate();

    // When
    world.config("flags", "FLAG", "2");

    // Then
    TwelveFactorApp app = world.awaitStalled("shop", "ObjectRefused");
    assertThat(World.message(app)).contains("exceeded quota: full");
    world.awaitRest();
    assertThat(world.get(Deployment.class, "shop-web").getSpec().getTemplate()).isEqualTo(before);
    assertThat(world.get("shop").getStatus().releases()).hasSize(1);

    // When there is room again
    world.client().resource(world.get(ResourceQuota.class, "full")).delete();

    // Then
    world.awaitRelease("shop", 2);
  }

  private static void assertNoSecretIn(String text) {
    for (String value : List.of(ONE, TWO)) {
      assertThat(text)
          .doesNotContain(value)
          .doesNotContain(
              Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void changesTogetherAreAsFewReleasesAsTheyAreSeenAs(World world) {
    // Given
    world.config("flags", "FLAG", "1");
    world.secret("keys", "KEY", "1");
    world.app(
        "shop",
        """
        image: %s
        replicas: 1
        config: {sources: [{configMapRef: {name: flags}}, {secretRef: {name: keys}}]}
        """
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // When
    world.operator().stop();
    world.config("flags", "FLAG", "2");
    world.secret("keys", "KEY", "2");
    world.operator().start();

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 2);
    assertThat(app.getStatus().releases().get(0).cause())
        .isEqualTo("changed: config of ConfigMap flags; rotated: Secret keys");
    world.awaitRest();
    assertThat(world.all(ControllerRevision.class)).hasSize(2);
  }

  @Test
  void inPlaceRotationIsNoRelease(World world) {
    // Given
    world.secret("db", "uri", ONE);
    world.config("cache", "url", "one");
    world.app(
        "shop",
        """
        image: %s
        replicas: 1
        backingServices:
        - {name: db, type: postgres, secretRef: {name: db}, rotation: InPlace}
        - {name: cache, type: redis, configMapRef: {name: cache}, rotation: InPlace}
        """
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    world.awaitRest();
    long generation = world.get(Deployment.class, "shop-web").getMetadata().getGeneration();

    // When
    world.secret("db", "uri", TWO);
    world.config("cache", "url", "two");
    world.awaitRest();

    // Then
    assertThat(world.get("shop").getStatus().currentRelease()).isEqualTo(1);
    assertThat(world.all(ControllerRevision.class)).hasSize(1);
    assertThat(world.get(Deployment.class, "shop-web").getMetadata().getGeneration())
        .isEqualTo(generation);
  }

  @Test
  void filesOfTextAndBytesAreFrozen(World world) {
    // Given
    world.put(files("one", "AQID"));
    world.app(
        "shop",
        """
        image: %s
        replicas: 1
        config: {sources: [{configMapRef: {name: files, mountPath: /config}}]}
        """
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    ConfigMap first = copy(world);

    // When only bytes change
    world.put(files("one", "AQIE"));

    // Then
    world.awaitRelease("shop", 2);
    ConfigMap second = copy(world);
    assertThat(first.getData()).containsEntry("app.conf", "one");
    assertThat(first.getBinaryData()).containsEntry("logo.png", "AQID");
    assertThat(first.getImmutable()).isTrue();
    assertThat(second.getBinaryData()).containsEntry("logo.png", "AQIE");
    assertThat(world.get(ConfigMap.class, first.getMetadata().getName()))
        .as("the old release's config is still there")
        .isNotNull();

    // When nothing but labels change
    ConfigMap labelled = files("one", "AQIE");
    labelled.getMetadata().setLabels(java.util.Map.of("a", "b"));
    world.put(labelled);
    world.awaitRest();

    // Then
    assertThat(world.get("shop").getStatus().currentRelease()).isEqualTo(2);
  }

  private static ConfigMap files(String text, String bytes) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("files")
        .endMetadata()
        .addToData("app.conf", text)
        .addToBinaryData("logo.png", bytes)
        .build();
  }

  private static ConfigMap copy(World world) {
    String name =
        world.pod("shop-web").getVolumes().stream()
            .filter(volume -> volume.getConfigMap() != null)
            .findFirst()
            .orElseThrow()
            .getConfigMap()
            .getName();
    return world.get(ConfigMap.class, name);
  }
}
