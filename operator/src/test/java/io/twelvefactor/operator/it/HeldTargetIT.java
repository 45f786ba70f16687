package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While a release cannot be rolled out, what runs stays and the rest follows the spec. */
@ExtendWith(OperatorExtension.class)
class HeldTargetIT {
  private static final String RUNNING =
      """
      image: %s
      processes:
      - {name: web, port: 8080, replicas: 2, expose: {hosts: [one.example.com]}}
      - {name: api, port: 8081, autoscaling: {minReplicas: 1, maxReplicas: 3}}
      - {name: worker, command: [work]}
      adminProcesses: [{name: backup, command: [backup], schedule: '1 1 * * *'}]
      """
          .formatted(World.IMAGE);

  private static final String HELD =
      """
      image: %s
      config: {sources: [{configMapRef: {name: absent}}]}
      processes:
      - {name: web, port: 8080, protocol: h2c, replicas: 3, expose: {hosts: [two.example.com]}}
      - {name: api, port: 8081, autoscaling: {minReplicas: 2, maxReplicas: 5}}
      adminProcesses: [{name: backup, command: [other], schedule: '2 2 * * *'}]
      """
          .formatted(World.image(2));

  @Test
  void whatBelongsToTheAppFollowsTheSpec(World world) {
    // Given
    world.app("shop", RUNNING);
    world.awaitRelease("shop", 1);

    // When
    world.app("shop", HELD);

    // Then
    TwelveFactorApp app = world.awaitReconciling("shop", "ConfigMissing");
    assertThat(World.message(app))
        .contains("spec.config.sources[0].configMapRef", "ConfigMap absent", world.namespace());
    assertThat(World.condition(app, "Available")).contains("True");
    world.eventually(
        () -> {
          Deployment web = world.get(Deployment.class, "shop-web");
          assertThat(web.getStatus().getReadyReplicas()).isEqualTo(3);
          assertThat(World.releaseOf(web)).isEqualTo(1);
          HorizontalPodAutoscaler api = world.get(HorizontalPodAutoscaler.class, "shop-api");
          assertThat(api.getSpec().getMaxReplicas()).isEqualTo(5);
          assertThat(api.getSpec().getMinReplicas()).isEqualTo(2);
          Ingress ingress = world.get(Ingress.class, "shop-web");
          assertThat(ingress.getSpec().getRules().get(0).getHost()).isEqualTo("two.example.com");
          CronJob backup = world.get(CronJob.class, "shop-backup");
          assertThat(backup.getSpec().getSchedule()).isEqualTo("2 2 * * *");
          assertThat(
                  backup
                      .getSpec()
                      .getJobTemplate()
                      .getSpec()
                      .getTemplate()
                      .getSpec()
                      .getContainers()
                      .get(0)
                      .getCommand())
              .containsExactly("backup");
        });
    assertThat(world.get(Deployment.class, "shop-worker")).as("removed, but current").isNotNull();
    assertThat(portsOf(world)).as("the Ingress leads to a port there is").contains(backend(world));

    // When
    world.config("absent", "FLAG", "on");

    // Then
    world.awaitRelease("shop", 2);
    world.eventually(() -> assertThat(world.get(Deployment.class, "shop-worker")).isNull());
    world.eventually(() -> assertThat(portsOf(world)).contains(backend(world)));
    assertThat(world.get(Deployment.class, "shop-api").getSpec().getReplicas())
        .isGreaterThanOrEqualTo(1);
  }

  private static List<String> portsOf(World world) {
    return world.get(Service.class, "shop-web").getSpec().getPorts().stream()
        .map(port -> port.getName())
        .toList();
  }

  private static String backend(World world) {
    IngressServiceBackend service =
        world
            .get(Ingress.class, "shop-web")
            .getSpec()
            .getRules()
            .get(0)
            .getHttp()
            .getPaths()
            .get(0)
            .getBackend()
            .getService();
    return service.getPort().getName();
  }

  @Test
  void whatIsMissingIsNamedThenStallsThenProceeds(World world) {
    // Given
    world.config("half", "OTHER", "x");
    Map<String, String[]> held = new LinkedHashMap<>();
    held.put(
        "map",
        new String[] {
          "config: {sources: [{configMapRef: {name: missing}}]}", "ConfigMissing", "missing"
        });
    held.put(
        "secret",
        new String[] {
          "config: {sources: [{secretRef: {name: missing}}]}", "ConfigMissing", "Secret missing"
        });
    held.put(
        "service",
        new String[] {
          "backingServices: [{name: db, type: postgres, secretRef: {name: missing}}]",
          "BackingServiceMissing",
          "spec.backingServices[0].secretRef"
        });
    held.put(
        "key",
        new String[] {
          "backingServices: [{name: db, type: postgres, configMapRef: {name: half}, env: [{name: A, key: WANTED}]}]",
          "BackingServiceIncomplete",
          "WANTED"
        });
    held.put(
        "required",
        new String[] {
          "config: {sources: [{configMapRef: {name: half}}], required: [WANTED]}",
          "RequiredConfigMissing",
          "WANTED"
        });

    // When
    held.forEach(
        (name, app) -> world.app(name, app[0] + "\nreplicas: 1\nimage: " + World.IMAGE + "\n"));

    // Then
    held.forEach(
        (name, app) ->
            assertThat(World.message(world.awaitReconciling(name, app[1]))).contains(app[2]));
    assertThat(world.all(Deployment.class)).isEmpty();
    assertThat(world.all(ControllerRevision.class)).isEmpty();
    held.forEach((name, app) -> world.awaitStalled(name, app[1]));

    // When
    world.config("missing", "A", "x");
    world.secret("missing", "A", "x");
    world.config("half", "WANTED", "x");

    // Then
    held.keySet().forEach(name -> world.awaitRelease(name, 1));
  }

  private static final String FAILING =
      """
      image: %s
      release: {progressDeadlineSeconds: 10}
      podMetadata: {annotations: {kwok.twelvefactor.io/behaviour: %s}}
      processes: [%s]
      """;

  @Test
  void failingReleaseLeavesTheCurrentOneServing(World world) {
    // Given
    Map<String, String> troubles = new LinkedHashMap<>();
    troubles.put("crash", "CrashLoopBackOff");
    troubles.put("image-pull-error", "ImagePullBackOff");
    troubles.put("never-ready", "of 1 replicas available");
    String web = "{name: web, port: 8080}";
    troubles.keySet().forEach(name -> world.app(name, FAILING.formatted(World.IMAGE, "good", web)));
    troubles.keySet().forEach(name -> world.awaitRelease(name, 1));
    List<String> serving = podsOf(world, 1);

    // When
    troubles
        .keySet()
        .forEach(
            name ->
                world.app(
                    name,
                    FAILING.formatted(
                        World.image(2), name, web + ", {name: added, command: [added]}")));

    // Then
    troubles.keySet().forEach(name -> world.awaitReconciling(name, "Releasing"));
    troubles.forEach(
        (name, trouble) -> {
          TwelveFactorApp app = world.awaitStalled(name, "ReleaseFailed");
          assertThat(World.message(app)).contains("release 2", trouble, "release 1");
          assertThat(World.condition(app, "Available")).as(name).contains("True");
          assertThat(app.getStatus().currentRelease()).isEqualTo(1);
          assertThat(app.getStatus().releases().get(0).outcome()).isEqualTo(ReleaseOutcome.Failed);
        });
    assertThat(podsOf(world, 1)).containsExactlyInAnyOrderElementsOf(serving);

    // When
    world.awaitRest();
    long generation = world.get(Deployment.class, "crash-web").getMetadata().getGeneration();
    world.operator().restart();
    world.app(
        "crash",
        FAILING.formatted(World.image(2), "crash", web + ", {name: added, command: [added]}")
            + "networkPolicy: {}\n");

    // Then
    TwelveFactorApp still = world.awaitStalled("crash", "ReleaseFailed");
    assertThat(still.getStatus().releases()).as("the failed one is not tried again").hasSize(2);
    assertThat(world.get(Deployment.class, "crash-web").getMetadata().getGeneration())
        .isEqualTo(generation);

    // When
    troubles
        .keySet()
        .forEach(name -> world.app(name, FAILING.formatted(World.image(3), "good", web)));

    // Then
    troubles.keySet().forEach(name -> world.awaitRelease(name, 3));
    world.eventually(() -> assertThat(world.get(Deployment.class, "crash-added")).isNull());
  }

  @Test
  void lostCopyOfConfigIsToldAndHeldWithoutEnd(World world) {
    // Given
    world.config("flags", "FLAG", "on");
    String app = "image: %s\nreplicas: 1\nconfig: {sources: [{configMapRef: {name: flags}}]}\n";
    world.app("shop", app.formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    String pod = podsOf(world, 1).get(0);
    String copy = world.container("shop-web").getEnvFrom().get(0).getConfigMapRef().getName();

    // When
    Somebody who = world.somebody("kubectl");
    who.deletes(io.fabric8.kubernetes.api.model.ConfigMap.class, "flags");
    world.awaitReconciling("shop", "ConfigMissing");
    who.deletes(io.fabric8.kubernetes.api.model.ConfigMap.class, copy);

    // Then
    assertThat(World.message(world.awaitStalled("shop", "ConfigLost"))).contains(copy);
    assertThat(podsOf(world, 1)).containsExactly(pod);

    // When
    world.config("flags", "FLAG", "on");

    // Then
    world.awaitRelease("shop", 1);
    assertThat(world.get(io.fabric8.kubernetes.api.model.ConfigMap.class, copy)).isNotNull();
    assertThat(podsOf(world, 1)).containsExactly(pod);
  }

  /** Uids of the ready pods of a release. */
  private static List<String> podsOf(World world, int release) {
    return world.all(Pod.class).stream()
        .filter(
            pod ->
                String.valueOf(release)
                    .equals(pod.getMetadata().getLabels().get("twelvefactor.io/release")))
        .filter(
            pod ->
                pod.getStatus().getConditions().stream()
                    .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")))
        .map(pod -> pod.getMetadata().getUid())
        .toList();
  }
}
