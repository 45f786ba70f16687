package io.twelvefactor.operator.it;

import static io.twelvefactor.operator.it.World.condition;
import static io.twelvefactor.operator.it.World.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The log sidecar on a real API server: what is made, what is held. KWOK runs no container, so
 * nothing of what a sidecar reads or sends is shown here; dev/lib/story/log-sidecar does, on a
 * node.
 */
@ExtendWith(OperatorExtension.class)
class LogsIT {
  private static final String LEVEL = "pod-security.kubernetes.io/enforce";
  private static final String SIDECAR =
      "image: %s\nreplicas: 1\nadminProcesses: [{name: tidy, command: [tidy]}]\n"
          + "logs: {mode: Sidecar, image: 'bit@sha256:"
          + "b".repeat(64)
          + "', stdout: true}";

  @Test
  void everyPodOfAReleaseHasOneAndAtRestNothingIsWritten(World world) {
    // When
    world.app("shop", SIDECAR.formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // Then
    for (var pod :
        List.of(
            world.pod("shop-web"),
            world
                .get(CronJob.class, "shop-tidy")
                .getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getSpec())) {
      assertThat(pod.getInitContainers())
          .extracting(Container::getName)
          .containsExactly("log-sidecar");
    }
    ConfigMap config = config(world);
    assertThat(config.getImmutable()).isTrue();
    assertThat(config.getData().get("fluent-bit.conf")).contains("Name tail");
    assertThat(world.all(Pod.class))
        .as("the API server took the pods")
        .allSatisfy(pod -> assertThat(pod.getSpec().getInitContainers()).hasSize(1));

    // When nothing happens, also after a restart of the operator
    Instant rest = world.awaitRest();
    world.operator().restart();
    world.edit(
        TwelveFactorApp.class,
        "shop",
        app -> {
          app.getMetadata().setLabels(Map.of("touched", "yes"));
          return app;
        });
    world.awaitRest();
    // Then
    assertThat(world.operatorWrites(rest)).isEmpty();

    // When its configuration is deleted by hand
    world.client().resource(config).delete();
    // Then it comes back: the next pod needs it
    world.eventually(() -> assertThat(config(world).getData()).isEqualTo(config.getData()));
  }

  @Test
  void whereTheNamespaceForbidsItTheNewReleaseIsHeldAndTheOldOneServes(World world) {
    // Given a release without
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    world.label(LEVEL, "baseline");

    // When
    world.app("shop", SIDECAR.formatted(World.image(2)));

    // Then
    TwelveFactorApp app = world.awaitStalled("shop", "LogSidecarForbidden");
    assertThat(World.message(app))
        .contains("spec.logs.mode")
        .contains(world.namespace())
        .contains(LEVEL + ": baseline")
        .contains("set mode: Platform");
    assertThat(condition(app, "Available")).contains("True");
    assertThat(app.getStatus().currentRelease()).isEqualTo(1);
    assertThat(world.all(ControllerRevision.class)).hasSize(1);
    assertThat(World.releaseOf(world.get(Deployment.class, "shop-web"))).isEqualTo(1);

    // When the administrator allows it
    world.label(LEVEL, "privileged");

    // Then nobody has to touch the app
    world.awaitRelease("shop", 2);
  }

  @Test
  void onFargateItSaysWhatToDo(World world) {
    // Given pods that EKS has put on Fargate, as its webhook marks them
    world.app(
        "shop",
        "{image: '%s', replicas: 1, podMetadata: {labels: {eks.amazonaws.com/fargate-profile: fp}}}"
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // When
    world.app("shop", SIDECAR.formatted(World.IMAGE));

    // Then
    TwelveFactorApp app = world.awaitStalled("shop", "LogSidecarOnFargate");
    assertThat(World.message(app)).contains("mode: Platform").contains("aws-logging");
    assertThat(world.all(ControllerRevision.class)).hasSize(1);
    assertThat(evidence(app)).startsWith("Fail: spec.logs.mode");
  }

  @Test
  void withoutAnImageAnywhereItSaysWhoCanNameOne(World world) {
    world.app(
        "shop",
        "{image: '%s', replicas: 1, logs: {mode: Sidecar, stdout: true}}".formatted(World.IMAGE));
    TwelveFactorApp app = world.awaitStalled("shop", "LogImageMissing");
    assertThat(World.message(app)).contains("spec.logs.image").contains("twelvefactor.log-image");
    assertThat(world.all(ControllerRevision.class)).isEmpty();
  }

  @Test
  void whatItShowsToItsSinkIsWaitedForAndARotationIsARelease(World world) {
    // When
    String spec =
        SIDECAR
            .formatted(World.IMAGE)
            .replace(
                "stdout: true",
                "http: {host: logs.example.com, authorization: {name: sink, key: token}}");
    world.app("shop", spec);
    world.awaitReconciling("shop", "LogSecretMissing");
    world.secret("sink", "token", "Bearer one");
    world.awaitRelease("shop", 1);
    world.secret("sink", "token", "Bearer two");

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 2);
    assertThat(app.getStatus().releases().get(0).cause())
        .isEqualTo("rotated: Secret sink of the log sidecar");
    assertThat(world.client().getKubernetesSerialization().asYaml(world.all(ConfigMap.class)))
        .doesNotContain("Bearer");
  }

  @Test
  void theVerdictIsWhatThePodsSay(World world) {
    // Given
    world.app("shop", SIDECAR.formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // When the kubelet tells of the sidecar
    status(world, "{running: {startedAt: '2026-06-01T12:00:00Z'}}");
    // Then
    world.awaitApp(
        "shop", app -> assertThat(evidence(app)).startsWith("Pass: a sidecar in every replica"));

    // When it crashes
    status(world, "{waiting: {reason: CrashLoopBackOff}}");
    // Then
    world.awaitApp(
        "shop",
        app ->
            assertThat(evidence(app))
                .startsWith("Fail: the log sidecar does not stay up: web (CrashLoopBackOff)"));
    assertThat(reason(world.get("shop"), "Ready")).contains("Current");
  }

  private static void status(World world, String state) {
    String pod =
        world
            .client()
            .pods()
            .inNamespace(world.namespace())
            .list()
            .getItems()
            .get(0)
            .getMetadata()
            .getName();
    String patch =
        """
        ---
        {status: {initContainerStatuses: [{name: log-sidecar, image: a, imageID: a, ready: true, restartCount: 0, state: %s}]}}
        """
            .formatted(state);
    world
        .client()
        .pods()
        .inNamespace(world.namespace())
        .withName(pod)
        .subresource("status")
        .patch(
            io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
            world
                .client()
                .getKubernetesSerialization()
                .asJson(world.client().getKubernetesSerialization().unmarshal(patch, Map.class)));
  }

  private static String evidence(TwelveFactorApp app) {
    return app.getStatus().factors().stream()
        .filter(verdict -> verdict.name().equals("logs"))
        .map(verdict -> verdict.verdict() + ": " + verdict.evidence())
        .findFirst()
        .orElseThrow();
  }

  private static ConfigMap config(World world) {
    List<ConfigMap> found =
        world.all(ConfigMap.class).stream()
            .filter(map -> map.getMetadata().getLabels() != null)
            .filter(
                map -> "logs".equals(map.getMetadata().getLabels().get("twelvefactor.io/content")))
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
