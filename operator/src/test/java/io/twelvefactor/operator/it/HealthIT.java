package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What Argo CD's health check says of objects as they really are, state by state. {@code
 * -Dgolden.write=true} records them as the health check's test data.
 */
@ExtendWith(OperatorExtension.class)
class HealthIT {
  private static final String APP =
      """
      image: %s
      podMetadata: {annotations: {kwok.twelvefactor.io/behaviour: %s}}
      processes: [{name: web, port: 8080}]
      release: {progressDeadlineSeconds: %d%s}
      """;

  @Test
  void untilItServes(World world) {
    // Given
    Recorder app = new Recorder(world, TwelveFactorApp.class);
    world.operator().stop();
    // When
    world.app("shop", APP.formatted(World.image(1), "never-ready", 600, ""));
    // Then
    app.records("unseen", "Progressing");

    // When
    world.operator().start();
    world.awaitReconciling("shop", "Releasing");
    // Then
    app.records("releasing", "Progressing");

    // When
    world.app("shop", APP.formatted(World.image(2), "good", 600, ""));
    world.awaitReady("shop");
    // Then
    app.records("ready", "Healthy");

    // When a new spec has not been looked at
    world.operator().stop();
    world.app("shop", APP.formatted(World.image(3), "good", 600, ""));
    // Then what was said of the old one does not count
    app.records("outdated", "Progressing");
    world.operator().start();
    world.awaitRelease("shop", 3);
  }

  @Test
  void aReleaseThatFails(World world) {
    // Given
    Recorder app = new Recorder(world, TwelveFactorApp.class);
    world.app("shop", APP.formatted(World.image(1), "good", 10, ""));
    world.awaitRelease("shop", 1);
    // When
    world.app("shop", APP.formatted(World.image(2), "crash", 10, ""));
    world.awaitStalled("shop", "ReleaseFailed");
    // Then
    app.records("release-failed-old-one-serves", "Degraded");

    // When
    world.app("shop", APP.formatted(World.image(2), "crash", 10, ", rollbackTo: 1"));
    world.awaitReady("shop");
    // Then
    app.records("pinned", "Healthy");

    // When
    world.app("shop", APP.formatted(World.image(2), "crash", 10, ", rollbackTo: 77"));
    world.awaitStalled("shop", "RollbackTargetMissing");
    // Then
    app.records("rollback-target-missing", "Degraded");
  }

  @Test
  void whatIsMissing(World world) {
    // Given
    Recorder app = new Recorder(world, TwelveFactorApp.class);
    String spec =
        "{image: '%s', replicas: 1, config: {sources: [{configMapRef: {name: flags}}]}}"
            .formatted(World.IMAGE);
    // When
    world.app("shop", spec);
    world.awaitReconciling("shop", "ConfigMissing");
    // Then
    app.records("config-missing", "Progressing");

    // When it is waited for too long
    world.awaitStalled("shop", "ConfigMissing");
    // Then
    app.records("config-missing-for-long", "Degraded");
  }

  @Test
  void somebodyElsesTurn(World production) {
    // Given
    World staging = production.elsewhere();
    Recorder app = new Recorder(production, TwelveFactorApp.class).calling(staging, "staging");
    production.annotate("twelvefactor.io/promote-from", staging.namespace() + "/*");
    String gated =
        """
        image: %s
        replicas: 1
        parity: {promotedFrom: {namespace: %s, name: shop}%s}
        """;
    // When
    production.app("shop", gated.formatted(World.image(1), staging.namespace(), ""));
    production.awaitReconciling("shop", "AwaitingPromotion");
    // Then
    app.records("awaiting-promotion", "Suspended");

    // When
    staging.app("shop", "{image: '%s', replicas: 1}".formatted(World.image(1)));
    production.awaitRelease("shop", 1);
    staging.app("shop", "{image: '%s', replicas: 1}".formatted(World.image(2)));
    staging.awaitRelease("shop", 2);
    production.app(
        "shop", gated.formatted(World.image(2), staging.namespace(), ", approval: Required"));
    production.awaitReconciling("shop", "AwaitingApproval");
    // Then
    app.records("awaiting-approval", "Suspended");

    // When nobody approves for long
    production.awaitStalled("shop", "AwaitingApproval");
    // Then
    app.records("awaiting-approval-for-long", "Suspended");

    // When what runs meanwhile serves no more
    production
        .all(Pod.class)
        .forEach(
            pod ->
                production
                    .somebody("trouble")
                    .patches(
                        Pod.class,
                        pod.getMetadata().getName(),
                        "{metadata: {annotations: {kwok.twelvefactor.io/behaviour: crash}}}"));
    production.awaitApp(
        "shop", it -> assertThat(World.condition(it, "Available")).contains("False"));
    // Then
    app.records("awaiting-approval-not-serving", "Degraded");
  }

  @Test
  void suspendedAndDeleted(World world) {
    // Given
    Recorder app = new Recorder(world, TwelveFactorApp.class);
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    // When
    world.app("shop", "{image: '%s', replicas: 1, suspend: true}".formatted(World.IMAGE));
    world.awaitApp("shop", it -> assertThat(World.condition(it, "Suspended")).contains("True"));
    // Then
    app.records("suspended", "Suspended");

    // When it is being deleted
    finalizers(world, TwelveFactorApp.class, "shop", List.of("example.com/hold"));
    world.somebody("team").deletes(TwelveFactorApp.class, "shop");
    // Then
    app.records("deleted", "Progressing");
    finalizers(world, TwelveFactorApp.class, "shop", List.of());
  }

  @Test
  void aRun(World world) {
    // Given
    String admin =
        """
        image: %s
        replicas: 0
        podMetadata: {annotations: {kwok.twelvefactor.io/behaviour: %s}}
        adminProcesses: [{name: backup, command: [backup]}]
        """;
    Recorder runs = new Recorder(world, AdminRun.class);
    world.operator().stop();
    run(world, "unseen");
    runs.records("unseen", "Progressing");
    world.operator().start();
    // When its app is not there yet
    awaitRun(world, "unseen", "AppMissing");
    // Then
    runs.recordsAs("unseen", "app-missing", "Progressing");

    // When
    world.app("shop", admin.formatted(World.image(1), "never-ready"));
    world.awaitReady("shop");
    run(world, "running");
    awaitRun(world, "running", "Running");
    // Then
    runs.records("running", "Progressing");

    // When
    world.app("shop", admin.formatted(World.image(2), "good"));
    world.awaitRelease("shop", 2);
    run(world, "succeeded");
    awaitRun(world, "succeeded", "Succeeded");
    // Then
    runs.records("succeeded", "Healthy");

    // When it is deleted while Argo CD's finalizer is on it, as it is on hooks
    finalizers(world, AdminRun.class, "succeeded", List.of("argocd.argoproj.io/hook-finalizer"));
    world.somebody("team").deletes(AdminRun.class, "succeeded");
    // Then how it ended still counts
    runs.recordsAs("succeeded", "succeeded-being-deleted", "Healthy");
    finalizers(world, AdminRun.class, "succeeded", List.of());

    // When
    world.app("shop", admin.formatted(World.image(3), "fail"));
    world.awaitRelease("shop", 3);
    run(world, "failed");
    awaitRun(world, "failed", "Failed");
    // Then
    runs.records("failed", "Degraded");
  }

  private static <T extends HasMetadata> void finalizers(
      World world, Class<T> kind, String name, List<String> finalizers) {
    world.edit(
        kind,
        name,
        object -> {
          object.getMetadata().setFinalizers(finalizers);
          return object;
        });
  }

  private static void run(World world, String name) {
    world
        .somebody("team")
        .applies(
            "{apiVersion: twelvefactor.io/v1alpha1, kind: AdminRun, metadata: {name: %s}, spec: {app: shop, process: backup}}"
                .formatted(name));
  }

  private static void awaitRun(World world, String name, String reason) {
    world.eventually(
        () ->
            assertThat(world.get(AdminRun.class, name).getStatus().conditions())
                .anyMatch(c -> c.type().equals("Ready") && c.reason().equals(reason)));
  }
}
