package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.twelvefactor.api.v1alpha1.FactorVerdict;
import io.twelvefactor.api.v1alpha1.ProcessStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Replicas that stop, well and badly, and what the verdicts make of it. The test plays the kubelet
 * in the last moment of a pod's life; a finalizer holds the pod until it has.
 */
@ExtendWith(OperatorExtension.class)
class StopIT {
  private static final int DISPOSABILITY = 9;
  private static final int PROCESSES = 6;

  @Test
  void aReplicaThatIsKilledFailsUntilOneStopsGracefully(World world) {
    // Given
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    TwelveFactorApp app = world.awaitRelease("shop", 1);
    assertThat(verdict(app, DISPOSABILITY).verdict()).isEqualTo(Verdict.Unknown);
    world.awaitApp("shop", a -> assertThat(process(a).lastStart().release()).isEqualTo(1));

    // When
    Instant killed = stop(world, 137);

    // Then
    app = awaitVerdict(world, DISPOSABILITY, Verdict.Fail);
    assertThat(verdict(app, DISPOSABILITY).evidence())
        .startsWith("still ran when its grace was over and was killed: web (%s".formatted(killed));

    // When
    world.awaitReady("shop");
    world.awaitRest();
    String version = world.get("shop").getMetadata().getResourceVersion();
    world.operator().restart();
    World elsewhere = world.elsewhere();
    elsewhere.app("later", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    elsewhere.awaitRelease("later", 1);

    // Then
    assertThat(world.get("shop").getMetadata().getResourceVersion())
        .as("another operator thinks the same")
        .isEqualTo(version);

    // When
    Instant stopped = stop(world, 143);

    // Then
    app = awaitVerdict(world, DISPOSABILITY, Verdict.Pass);
    assertThat(verdict(app, DISPOSABILITY).evidence())
        .startsWith("web stopped %s (exit code 143)".formatted(stopped));
    assertThat(process(app).lastStop().killed()).isFalse();
  }

  @Test
  void anEvictionIsToldAndIsNoBreach(World world) {
    // Given
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // When
    writeStatus(
        world,
        pod(world),
        status -> {
          status.setPhase("Failed");
          status.setReason("Evicted");
          status.setMessage("Usage of EmptyDir volume \"tmp\" exceeds the limit \"64Mi\".");
          end(status, 137, Instant.now().truncatedTo(ChronoUnit.SECONDS));
          status.getConditions().stream()
              .filter(c -> c.getType().endsWith("Ready"))
              .forEach(c -> c.setStatus("False"));
        });

    // Then
    TwelveFactorApp app =
        world.awaitApp(
            "shop",
            a -> {
              assertThat(verdict(a, PROCESSES).evidence()).contains("; web evicted ");
              assertThat(World.condition(a, "Ready")).contains("True");
            });
    assertThat(verdict(app, PROCESSES).evidence()).contains("volume \"tmp\" exceeds");
    assertThat(verdict(app, PROCESSES).verdict()).isEqualTo(Verdict.Pass);
    assertThat(verdict(app, DISPOSABILITY).verdict()).isEqualTo(Verdict.Unknown);
  }

  /** Stops the app's one replica; when its container ended. */
  private static Instant stop(World world, int exitCode) {
    String name = pod(world);
    Somebody kubelet = world.somebody("kubelet");
    kubelet.patches(Pod.class, name, "{metadata: {finalizers: [example.com/hold]}}");
    kubelet.deletes(Pod.class, name);
    world.eventually(
        () ->
            assertThat(world.get(Pod.class, name).getMetadata().getDeletionGracePeriodSeconds())
                .as("KWOK is done with it")
                .isZero());
    Instant ended = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    writeStatus(world, name, status -> end(status, exitCode, ended));
    kubelet.patches(Pod.class, name, "{metadata: {finalizers: null}}");
    return ended;
  }

  private static String pod(World world) {
    List<Pod> pods =
        world.all(Pod.class).stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
            .toList();
    assertThat(pods).hasSize(1);
    return pods.get(0).getMetadata().getName();
  }

  private static void writeStatus(World world, String pod, Consumer<PodStatus> change) {
    world
        .client()
        .pods()
        .inNamespace(world.namespace())
        .withName(pod)
        .editStatus(
            current -> {
              change.accept(current.getStatus());
              return current;
            });
  }

  private static void end(PodStatus status, int exitCode, Instant at) {
    status
        .getContainerStatuses()
        .forEach(
            container -> {
              container.setReady(false);
              container.setState(
                  new ContainerStateBuilder()
                      .withNewTerminated()
                      .withExitCode(exitCode)
                      .withReason("Error")
                      .withStartedAt(container.getState().getRunning().getStartedAt())
                      .withFinishedAt(at.toString())
                      .endTerminated()
                      .build());
            });
  }

  private static TwelveFactorApp awaitVerdict(World world, int factor, Verdict expected) {
    return world.awaitApp(
        "shop", app -> assertThat(verdict(app, factor).verdict()).isEqualTo(expected));
  }

  private static FactorVerdict verdict(TwelveFactorApp app, int factor) {
    return app.getStatus().factors().stream()
        .filter(verdict -> verdict.number() == factor)
        .findFirst()
        .orElseThrow();
  }

  private static ProcessStatus process(TwelveFactorApp app) {
    return app.getStatus().processes().get(0);
  }
}
