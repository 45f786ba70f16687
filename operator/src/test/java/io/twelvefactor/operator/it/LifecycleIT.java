package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Suspending, deleting, events, and what of the app's own metadata must not reach its objects. */
@ExtendWith(OperatorExtension.class)
class LifecycleIT {
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          Deployment.class,
          Service.class,
          ServiceAccount.class,
          ConfigMap.class,
          ControllerRevision.class,
          HorizontalPodAutoscaler.class,
          CronJob.class,
          Ingress.class,
          NetworkPolicy.class,
          PodDisruptionBudget.class);

  private static final String EVERY_KIND =
      """
      image: %s
      config: {sources: [{configMapRef: {name: flags}}]}
      processes:
      - {name: web, port: 8080, autoscaling: {minReplicas: 2, maxReplicas: 3}, expose: {hosts: [a.example.com]}}
      adminProcesses: [{name: backup, command: [backup], schedule: '1 1 * * *'}]
      networkPolicy: {}
      """
          .formatted(World.IMAGE);

  @Test
  void suspendedAppIsLeftAsItIs(World world) {
    // Given
    String app = "{image: '%s', replicas: 1, suspend: %s}";
    world.app("shop", app.formatted(World.IMAGE, false));
    world.awaitRelease("shop", 1);
    world.app("shop", app.formatted(World.IMAGE, true));
    world.awaitApp("shop", a -> assertThat(World.condition(a, "Suspended")).contains("True"));

    // When
    world.app("shop", app.formatted(World.image(2), true));
    world.somebody("kubectl-edit").scales(Deployment.class, "shop-web", 3);
    world.somebody("kubectl").deletes(Service.class, "shop-web");
    TwelveFactorApp suspended =
        world.awaitApp("shop", a -> assertThat(World.condition(a, "Suspended")).contains("True"));
    world.awaitRest();

    // Then
    assertThat(World.condition(suspended, "Ready")).as("as before").contains("True");
    assertThat(world.get(Service.class, "shop-web")).isNull();
    assertThat(world.get(Deployment.class, "shop-web").getSpec().getReplicas()).isEqualTo(3);
    assertThat(world.all(ControllerRevision.class)).hasSize(1);

    // When
    world.app("shop", app.formatted(World.image(2), false));

    // Then
    TwelveFactorApp resumed = world.awaitRelease("shop", 2);
    assertThat(World.condition(resumed, "Suspended")).isEmpty();
    assertThat(resumed.getStatus().processesReady()).isEqualTo("1/1");
    assertThat(world.get(Service.class, "shop-web")).isNotNull();
  }

  @Test
  void neverStartedAppIsSuspendedToo(World world) {
    world.app("shop", "{image: '%s', replicas: 1, suspend: true}".formatted(World.IMAGE));

    world.awaitApp("shop", a -> assertThat(World.condition(a, "Suspended")).contains("True"));
    world.awaitRest();
    assertThat(world.all(Deployment.class)).isEmpty();
    assertThat(world.all(ControllerRevision.class)).isEmpty();
  }

  @Test
  void whatTheAppMadeGoesWithIt(World world) {
    // Given
    world.config("flags", "FLAG", "on");
    world.app("shop", EVERY_KIND);
    world.awaitRelease("shop", 1);
    KINDS.forEach(kind -> assertThat(ours(world, kind)).as(kind.getSimpleName()).isNotEmpty());
    world.app("other", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.awaitRelease("other", 1);

    // When
    world.somebody("kubectl").deletes(TwelveFactorApp.class, "shop");

    // Then
    world.eventually(
        () ->
            KINDS.forEach(
                kind ->
                    assertThat(ours(world, kind))
                        .as(kind.getSimpleName())
                        .noneMatch(
                            o ->
                                o.getMetadata()
                                    .getOwnerReferences()
                                    .get(0)
                                    .getName()
                                    .equals("shop"))));
    world.eventually(
        () ->
            assertThat(world.all(Pod.class))
                .isNotEmpty()
                .allMatch(pod -> pod.getMetadata().getName().startsWith("other-")));
    assertThat(world.get(ConfigMap.class, "flags")).isNotNull();
    assertThat(world.awaitReady("other").getStatus().currentRelease()).isEqualTo(1);
  }

  @Test
  void eachTransitionIsOneEvent(World world) {
    // Given
    String app =
        """
        image: %s
        replicas: 1
        release: {progressDeadlineSeconds: 10}
        podMetadata: {annotations: {kwok.twelvefactor.io/behaviour: %s}}
        config: {sources: [{configMapRef: {name: flags}}]}
        """;

    // When
    world.app("shop", app.formatted(World.IMAGE, "slow"));
    world.awaitReconciling("shop", "ConfigMissing");
    world.config("flags", "FLAG", "1");
    world.awaitRelease("shop", 1);
    world.app("shop", app.formatted(World.image(2), "crash"));
    world.awaitStalled("shop", "ReleaseFailed");
    world.app("shop", app.formatted(World.image(3), "slow"));
    world.awaitRelease("shop", 3);
    world.somebody("kubectl-edit").scales(Deployment.class, "shop-web", 3);
    world.awaitApp("shop", a -> assertThat(a.getStatus().lastDrift()).isNotNull());
    world.awaitRelease("shop", 3);
    world.operator().restart();
    world.awaitRest();

    // Then
    assertThat(world.events("shop").stream().map(event -> event.split(":")[0]))
        .containsExactlyInAnyOrder(
            "ConfigMissing",
            "ReleaseCreated",
            "ReleaseCurrent",
            "ReleaseCreated",
            "ReleaseFailed",
            "ReleaseCreated",
            "ReleaseCurrent",
            "DriftReverted");
  }

  /** Argo CD and Flux prune what carries their marks and is not in the repository. */
  @Test
  void marksOfGitOpsToolsDoNotReachTheObjects(World world) {
    // Given
    world.config("flags", "FLAG", "on");
    world
        .somebody("argocd")
        .applies(
            """
            apiVersion: twelvefactor.io/v1alpha1
            kind: TwelveFactorApp
            metadata:
              name: shop
              labels:
                app.kubernetes.io/part-of: marker
                kustomize.toolkit.fluxcd.io/name: marker
                argocd.argoproj.io/instance: marker
              annotations:
                argocd.argoproj.io/tracking-id: 'marker:twelvefactor.io/TwelveFactorApp:ns/shop'
                example.com/contact: marker
            spec:
            """
                + EVERY_KIND.indent(2));

    // When
    world.awaitRelease("shop", 1);

    // Then
    for (Class<? extends HasMetadata> kind : KINDS) {
      assertThat(ours(world, kind)).isNotEmpty();
      assertThat(world.client().getKubernetesSerialization().asYaml(ours(world, kind)))
          .as(kind.getSimpleName())
          .doesNotContain("marker");
    }
    assertThat(world.client().getKubernetesSerialization().asYaml(world.all(Pod.class)))
        .doesNotContain("marker");
    assertThat(world.all(Secret.class)).isEmpty();
    assertThat(world.get("shop").getMetadata().getFinalizers()).isEmpty();
    GenericKubernetesResource raw =
        world
            .client()
            .genericKubernetesResources("twelvefactor.io/v1alpha1", "TwelveFactorApp")
            .inNamespace(world.namespace())
            .withName("shop")
            .get();
    assertThat(raw.getMetadata().getManagedFields())
        .filteredOn(entry -> World.manager().equals(entry.getManager()))
        .as("the operator writes the status and nothing else")
        .allMatch(entry -> "status".equals(entry.getSubresource()));
  }

  private static List<? extends HasMetadata> ours(World world, Class<? extends HasMetadata> kind) {
    return world.all(kind).stream()
        .filter(object -> !object.getMetadata().getOwnerReferences().isEmpty())
        .toList();
  }
}
