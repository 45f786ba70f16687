package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What makes a release, what does not, and what becomes of it. */
@ExtendWith(OperatorExtension.class)
class ReleaseIT {
  @Test
  void smallestAppBecomesReady(World world) {
    // When
    world.app("shop", "{image: '%s', replicas: 2}".formatted(World.IMAGE));

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 1);
    assertThat(app.getStatus().processesReady()).isEqualTo("2/2");
    assertThat(app.getStatus().factors()).hasSize(12);
    assertThat(app.getStatus().releases())
        .singleElement()
        .satisfies(
            release -> {
              assertThat(release.outcome()).isEqualTo(ReleaseOutcome.Current);
              assertThat(release.cause()).isEqualTo("first release");
            });
  }

  @Test
  void changedConfigMapIsANewReleaseWithItsOwnCopy(World world) {
    // Given
    world.put(config("v1"));
    world.app(
        "shop",
        """
        image: %s
        replicas: 1
        config: {sources: [{configMapRef: {name: flags}}], required: [FLAG]}
        """
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    String first = configOf(world);

    // When
    world.put(config("v2"));

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 2);
    assertThat(configOf(world)).isNotEqualTo(first);
    assertThat(world.get(io.fabric8.kubernetes.api.model.ConfigMap.class, first).getData())
        .containsEntry("FLAG", "v1");
    assertThat(app.getStatus().releases().get(0).cause())
        .isEqualTo("changed: config of ConfigMap flags");
  }

  private static io.fabric8.kubernetes.api.model.ConfigMap config(String flag) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("flags")
        .endMetadata()
        .addToData("FLAG", flag)
        .build();
  }

  private static String configOf(World world) {
    return world.container("shop-web").getEnvFrom().get(0).getConfigMapRef().getName();
  }
}
