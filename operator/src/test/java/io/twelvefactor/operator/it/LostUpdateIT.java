package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A change or deletion by others is never lost, whenever it lands: in the middle of our own writes
 * to the app or to its objects.
 *
 * @see <a href="https://github.com/operator-framework/java-operator-sdk/issues/3398">
 *     java-operator-sdk#3398</a>; after its DeletionDuringStatusUpdateIT, ExternalSecondaryUpdateIT
 *     and ExternalUpdateDuringOwnUpdateIT, as loops
 */
@ExtendWith(OperatorExtension.class)
class LostUpdateIT {
  private static final int ROUNDS = 100;
  private static final String APP =
      "{image: '%s', processes: [{name: web, port: 8080, replicas: %d}]}";

  @Test
  void specChangedInATightLoop(World world) {
    // Given
    world.app("shop", APP.formatted(World.IMAGE, 1));
    world.awaitRelease("shop", 1);

    // When
    for (int i = 0; i < ROUNDS; i++) {
      world.app("shop", APP.formatted(World.IMAGE, i % 4));
    }
    TwelveFactorApp last = world.app("shop", APP.formatted(World.IMAGE, 2));

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 1);
    assertThat(app.getMetadata().getGeneration()).isEqualTo(last.getMetadata().getGeneration());
    assertThat(app.getStatus().processesReady()).isEqualTo("2/2");
    assertThat(world.get(Deployment.class, "shop-web").getSpec().getReplicas()).isEqualTo(2);
    assertThat(app.getStatus().lastDrift()).as("nobody but us changed anything").isNull();
  }

  @Test
  void specChangedWhileTheLastStatusIsWritten(World world) {
    // Given
    world.app("shop", APP.formatted(World.IMAGE, 1));
    world.awaitRelease("shop", 1);

    for (int i = 0; i < 30; i++) {
      // When the operator has seen one change, and is about to write or is writing of it
      int replicas = i % 3;
      world.app("shop", APP.formatted(World.IMAGE, 3));
      world.eventually(
          () ->
              assertThat(world.get(Deployment.class, "shop-web").getSpec().getReplicas())
                  .isEqualTo(3));
      TwelveFactorApp changed = world.app("shop", APP.formatted(World.IMAGE, replicas));

      // Then
      world.awaitApp(
          "shop",
          app ->
              assertThat(app.getStatus().observedGeneration())
                  .isEqualTo(changed.getMetadata().getGeneration()));
      assertThat(world.get(Deployment.class, "shop-web").getSpec().getReplicas())
          .isEqualTo(replicas);
    }
  }

  @Test
  void releasesInATightLoop(World world) {
    // Given
    world.app("shop", APP.formatted(World.IMAGE, 1));

    // When
    for (int i = 0; i < 30; i++) {
      world.app("shop", APP.formatted(World.image(1 + i % 2), 1));
    }
    world.app("shop", APP.formatted(World.image(3), 1));

    // Then
    TwelveFactorApp app = world.awaitReady("shop");
    Deployment web = world.get(Deployment.class, "shop-web");
    assertThat(web.getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
        .isEqualTo(World.image(3));
    List<Long> numbers =
        world.all(ControllerRevision.class).stream()
            .map(ControllerRevision::getRevision)
            .sorted()
            .toList();
    assertThat(numbers).doesNotHaveDuplicates();
    assertThat((long) app.getStatus().currentRelease()).isEqualTo(numbers.get(numbers.size() - 1));
    List<String> fingerprints =
        app.getStatus().releases().stream().map(release -> release.fingerprint()).toList();
    for (int i = 1; i < fingerprints.size(); i++) {
      assertThat(fingerprints.get(i))
          .as("a release a change")
          .isNotEqualTo(fingerprints.get(i - 1));
    }
  }

  @Test
  void objectsEditedInTheMiddleOfOurWrites(World world) {
    // Given
    world.app("shop", APP.formatted(World.IMAGE, 1));
    world.awaitRelease("shop", 1);
    Somebody who = world.somebody("kubectl-edit");

    // When
    for (int i = 0; i < ROUNDS; i++) {
      world.app("shop", APP.formatted(World.IMAGE, 1 + i % 2));
      who.patches(Service.class, "shop-web", "{spec: {selector: {evil: 'x%d'}}}".formatted(i));
      who.patches(Deployment.class, "shop-web", "{spec: {minReadySeconds: %d}}".formatted(i + 10));
    }

    // Then
    world.eventually(
        () -> {
          assertThat(world.get(Service.class, "shop-web").getSpec().getSelector())
              .doesNotContainKey("evil");
          assertThat(world.get(Deployment.class, "shop-web").getSpec().getMinReadySeconds())
              .isEqualTo(5);
        });
    assertThat(world.awaitRelease("shop", 1).getStatus().processesReady()).isEqualTo("2/2");
    assertThat(world.events("shop"))
        .as("a view that lagged behind is no refusal")
        .noneMatch(event -> event.startsWith("ObjectRefused"));
  }

  @Test
  void objectsDeletedInTheMiddleOfOurWrites(World world) {
    // Given
    world.app("shop", APP.formatted(World.IMAGE, 1));
    world.awaitRelease("shop", 1);
    Somebody who = world.somebody("kubectl");

    // When
    for (int i = 0; i < 20; i++) {
      world.app("shop", APP.formatted(World.IMAGE, 1 + i % 2));
      who.deletes(Service.class, "shop-web");
      who.deletes(ServiceAccount.class, "shop");
    }

    // Then
    world.eventually(
        () -> {
          assertThat(world.get(Service.class, "shop-web")).isNotNull();
          assertThat(world.get(ServiceAccount.class, "shop")).isNotNull();
        });
    world.awaitRelease("shop", 1);
  }

  @Test
  void appDeletedAndMadeAgainGetsItsOwn(World world) {
    // Given
    world.config("flags", "FLAG", "on");
    String spec = "{image: '%s', replicas: 1, config: {sources: [{configMapRef: {name: flags}}]}}";
    for (int i = 0; i < 8; i++) {
      // When
      world.app("shop", spec.formatted(World.image(i)));
      if (i % 3 == 2) {
        world.awaitReady("shop");
      }
      world.somebody("kubectl").deletes(TwelveFactorApp.class, "shop");
      world.eventually(() -> assertThat(world.get("shop")).isNull());
    }
    TwelveFactorApp made = world.app("shop", spec.formatted(World.image(99)));

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 1);
    assertThat(app.getMetadata().getUid()).isEqualTo(made.getMetadata().getUid());
    assertThat(app.getStatus().lastDrift()).as("what went with the app was not changed").isNull();
    for (Class<? extends HasMetadata> kind :
        List.of(
            Deployment.class,
            Service.class,
            ServiceAccount.class,
            ConfigMap.class,
            ControllerRevision.class)) {
      world.eventually(
          () ->
              assertThat(world.all(kind))
                  .filteredOn(object -> !object.getMetadata().getOwnerReferences().isEmpty())
                  .isNotEmpty()
                  .allMatch(
                      object ->
                          made.getMetadata()
                              .getUid()
                              .equals(object.getMetadata().getOwnerReferences().get(0).getUid())));
    }
    assertThat(world.awaitRelease("shop", 1).getStatus().releases()).hasSize(1);
    assertThat(world.events("shop"))
        .as("what the garbage collector is about to take is in nobody's way")
        .noneMatch(event -> event.startsWith("NameConflict"));
  }

  @Test
  void configChangedInATightLoop(World world) {
    // Given
    world.config("flags", "FLAG", "0");
    world.app(
        "shop",
        "{image: '%s', replicas: 1, release: {historyLimit: 100}, config: {sources: [{configMapRef: {name: flags}}]}}"
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // When
    for (int i = 0; i < ROUNDS; i++) {
      world.config("flags", "FLAG", String.valueOf(i));
    }
    world.config("flags", "FLAG", "last");

    // Then
    world.eventually(
        () -> {
          String copy = world.container("shop-web").getEnvFrom().get(0).getConfigMapRef().getName();
          assertThat(world.get(ConfigMap.class, copy).getData()).containsEntry("FLAG", "last");
        });
    world.awaitReady("shop");
    assertThat(world.events("shop"))
        .as("content that changed again is no loss")
        .noneMatch(event -> event.startsWith("ConfigLost"));
  }
}
