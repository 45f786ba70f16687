package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.ReleaseStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Labels;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A release that cannot be brought up: what serves goes on, the reason is told, the fix goes in.
 */
@ExtendWith(OperatorExtension.class)
class FailedReleaseIT {
  private static final String BEHAVIOUR = "kwok.twelvefactor.io/behaviour";

  private static final String APP =
      """
      image: %s
      podMetadata: {annotations: {kwok.twelvefactor.io/behaviour: %s}}
      processes: [{name: web, port: 8080, replicas: %d}]
      release: {progressDeadlineSeconds: 10%s}
      """;

  @Test
  void rollbackTakesItsPodsAway(World world) {
    // Given
    String rollback = ", onFailure: Rollback";
    world.app("shop", APP.formatted(World.image(1), "good", 2, rollback));
    world.awaitRelease("shop", 1);
    List<String> serving = ready(world, 1);

    // When
    world.app("shop", APP.formatted(World.image(2), "crash", 2, rollback));

    // Then
    TwelveFactorApp app = world.awaitStalled("shop", "ReleaseFailed");
    assertThat(World.condition(app, "Available")).contains("True");
    world.eventually(
        () -> {
          ReleaseStatus failed = world.get("shop").getStatus().releases().get(0);
          assertThat(failed.outcome()).isEqualTo(ReleaseOutcome.RolledBack);
          assertThat(failed.reason()).contains("CrashLoopBackOff, last exit code 1");
          assertThat(World.message(world.get("shop")))
              .contains("release 2 could not be brought up", "CrashLoopBackOff", "release 1");
          assertThat(all(world, 2)).isEmpty();
        });
    assertThat(ready(world, 1)).isEqualTo(serving);
    assertThat(world.get("shop").getStatus().targetRelease()).isNull();
    assertThat(World.releaseOf(world.get(Deployment.class, "shop-web"))).isEqualTo(1);

    // When nothing that pods are made of changes, it is not tried again
    world.operator().restart();
    world.app("shop", APP.formatted(World.image(2), "crash", 3, rollback));
    world.eventually(() -> assertThat(ready(world, 1)).hasSize(3));
    world.awaitStalled("shop", "ReleaseFailed");
    world.awaitRest();

    // Then
    assertThat(all(world, 2)).isEmpty();
    assertThat(world.get("shop").getStatus().releases()).hasSize(2);

    // When
    world.app("shop", APP.formatted(World.image(3), "good", 2, rollback));

    // Then
    world.awaitRelease("shop", 3);
    assertThat(world.get("shop").getStatus().releases())
        .extracting(ReleaseStatus::outcome)
        .containsExactly(
            ReleaseOutcome.Current, ReleaseOutcome.RolledBack, ReleaseOutcome.Superseded);
    assertThat(world.events("shop")).anyMatch(e -> e.startsWith("ReleaseRolledBack: release 2"));
  }

  @Test
  void goingBackToWhatRunsIsNoRelease(World world) {
    // Given
    world.app("shop", APP.formatted(World.image(1), "good", 2, ""));
    world.awaitRelease("shop", 1);
    List<String> serving = ready(world, 1);
    world.app("shop", APP.formatted(World.image(2), "never-ready", 2, ""));
    TwelveFactorApp failed = world.awaitStalled("shop", "ReleaseFailed");
    assertThat(World.message(failed)).contains("its readiness check does not pass");
    assertThat(all(world, 2)).as("halted, and left there").isNotEmpty();

    // When
    world.app("shop", APP.formatted(World.image(1), "good", 2, ""));

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 1);
    assertThat(app.getStatus().releases())
        .extracting(ReleaseStatus::outcome)
        .containsExactly(ReleaseOutcome.Failed, ReleaseOutcome.Current);
    world.eventually(() -> assertThat(all(world, 2)).isEmpty());
    assertThat(ready(world, 1)).isEqualTo(serving);

    // When the failed content is asked for once more, it is another attempt
    world.awaitRest();
    world.app("shop", APP.formatted(World.image(2), "never-ready", 2, ""));
    world.eventually(() -> assertThat(all(world, 3)).isNotEmpty());

    // When it is fixed while it is still under way
    world.app("shop", APP.formatted(World.image(3), "good", 2, ""));

    // Then
    world.awaitRelease("shop", 4);
    assertThat(ready(world, 4)).hasSize(2);
  }

  @Test
  void whatDiesSoonAfterItsStartReplacesNothing(World world) {
    // Given
    String worker =
        "{image: '%s', processes: [{name: worker, command: [work]}], release: {progressDeadlineSeconds: 10}}";
    world.app("shop", worker.formatted(World.image(1)));
    world.awaitRelease("shop", 1);
    List<String> serving = ready(world, 1);

    // When
    world.app("shop", worker.formatted(World.image(2)));
    world.eventually(() -> assertThat(ready(world, 2)).isNotEmpty());
    crash(world, 2);

    // Then
    TwelveFactorApp app = world.awaitStalled("shop", "ReleaseFailed");
    assertThat(app.getStatus().currentRelease()).isEqualTo(1);
    assertThat(World.message(app)).contains("CrashLoopBackOff");
    assertThat(ready(world, 1)).isEqualTo(serving);
  }

  /** The old credentials are worth nothing from the moment on that there are new ones. */
  @Test
  void aRotationThatBreaksWhatRunsGoesThrough(World world) {
    // Given
    world.secret("db", "uri", "one");
    world.app(
        "shop",
        """
        image: %s
        replicas: 2
        backingServices: [{name: db, type: pg, secretRef: {name: db}, env: [{name: DB, key: uri}]}]
        release: {command: [migrate], progressDeadlineSeconds: 60, onFailure: Rollback}
        """
            .formatted(World.image(1)));
    world.awaitRelease("shop", 1);

    // When
    crash(world, 1);
    world.secret("db", "uri", "two");

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 2);
    assertThat(app.getStatus().releases().get(0))
        .satisfies(
            release -> {
              assertThat(release.cause()).isEqualTo("rotated: backing service db");
              assertThat(release.manager()).as("nobody wrote the spec").isNull();
            });
    assertThat(ready(world, 2)).hasSize(2);
    assertThat(world.get(io.fabric8.kubernetes.api.model.batch.v1.Job.class, "shop-release-2"))
        .as("the command is for new images")
        .isNull();
  }

  private static void crash(World world, int release) {
    for (Pod pod : all(world, release)) {
      world.edit(
          Pod.class,
          pod.getMetadata().getName(),
          p -> {
            p.getMetadata().setAnnotations(new HashMap<>(p.getMetadata().getAnnotations()));
            p.getMetadata().getAnnotations().put(BEHAVIOUR, "crash");
            return p;
          });
    }
  }

  private static List<Pod> all(World world, int release) {
    return world.all(Pod.class).stream()
        .filter(pod -> Labels.releaseOf(pod) == release)
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** Uids of the ready pods of a release. */
  private static List<String> ready(World world, int release) {
    return all(world, release).stream()
        .filter(
            pod ->
                pod.getStatus().getConditions().stream()
                    .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")))
        .map(pod -> pod.getMetadata().getUid())
        .sorted()
        .toList();
  }
}
