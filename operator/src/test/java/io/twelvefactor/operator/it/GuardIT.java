package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.testing.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In a guarded namespace everything goes through the operator, which itself is not hindered. */
@ExtendWith(OperatorExtension.class)
class GuardIT {
  private static final List<HasMetadata> POLICIES = new ArrayList<>();
  private static final String POD_SPEC = "{containers: [{name: a, image: b}]}";

  @BeforeAll
  static void install() {
    KubernetesClient admin = ControlPlane.start().client();
    for (String file : List.of("workloads", "generated", "pods")) {
      POLICIES.addAll(
          admin.load(GuardIT.class.getResourceAsStream("/guard/" + file + ".yaml")).items());
    }
    apply(admin);
  }

  private static void apply(KubernetesClient admin) {
    POLICIES.forEach(p -> admin.resource(p).fieldManager("admin").serverSideApply());
  }

  @AfterAll
  static void remove() {
    POLICIES.forEach(policy -> ControlPlane.start().client().resource(policy).delete());
  }

  /** With parameters it would lock everybody out from then on (kubernetes#130887). */
  @Test
  void switchedOffAndOnAgainItHoldsAsBefore(World world) {
    world.label("twelvefactor.io/guard", "enabled");
    Somebody team = world.somebody("team");
    AtomicInteger tries = new AtomicInteger();
    String pod = "{apiVersion: v1, kind: Pod, metadata: {name: p%d}, spec: %s}";

    // When
    remove();
    world.eventually(
        () ->
            assertThatCode(() -> team.applies(pod.formatted(tries.incrementAndGet(), POD_SPEC)))
                .doesNotThrowAnyException());
    apply(world.client());

    // Then
    world.eventually(
        () ->
            assertRefused(
                "may not make pods here",
                () -> team.applies(pod.formatted(tries.incrementAndGet(), POD_SPEC))));
  }

  @Test
  void everythingGoesThroughTheOperator(World world) {
    world.label("twelvefactor.io/guard", "enabled");
    try (KubernetesClient alice = as(world, "alice", "system:masters");
        KubernetesClient rescuer = as(world, "bob", "system:masters", "twelvefactor:break-glass")) {
      Somebody team = new Somebody(alice, world.namespace(), "team");
      // The API server takes a moment to see new policies: what it made till then is there.
      AtomicInteger tries = new AtomicInteger();
      world.eventually(
          () ->
              assertRefused(
                  "guard/workloads: alice may not make pods here",
                  () ->
                      team.applies(
                          "{apiVersion: v1, kind: Pod, metadata: {name: p%d}, spec: %s}"
                              .formatted(tries.incrementAndGet(), POD_SPEC))));
      world.eventually(
          () ->
              assertRefused(
                  "guard/volume-claims: alice",
                  () ->
                      team.applies(
                          "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c%d}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}"
                              .formatted(tries.incrementAndGet()))));
      assertRefused(
          "guard/workloads: alice may not make deployments here",
          () ->
              team.applies(
                  "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: %s}}}"
                      .formatted(POD_SPEC)));
      // An owner reference is no passport.
      assertRefused(
          "guard/workloads: alice may not make jobs here",
          () ->
              team.applies(
                  "{apiVersion: batch/v1, kind: Job, metadata: {name: j, ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: x, uid: y, controller: true}]}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}"));

      // What the operator makes of an app is made, and scaled
      world.app(
          "shop",
          "{image: '%s', processes: [{name: web, port: 8080, autoscaling: {minReplicas: 2, maxReplicas: 3}}]}"
              .formatted(World.IMAGE));
      world.awaitRelease("shop", 1);
      String pod = world.all(Pod.class).get(0).getMetadata().getName();

      world.eventually(
          () ->
              assertRefused(
                  "guard/generated: alice may not change deployments/shop-web",
                  () ->
                      team.patches(Deployment.class, "shop-web", "{metadata: {labels: {a: b}}}")));
      assertRefused(
          "guard/generated: alice may not change deployments/shop-web",
          () -> team.scales(Deployment.class, "shop-web", 5));
      assertRefused(
          "guard/generated: alice", () -> team.deletes(HorizontalPodAutoscaler.class, "shop-web"));
      assertRefused("guard/exec: alice may not reach into pod", () -> exec(alice, world, pod));
      assertRefused(
          "guard/ephemeral-containers: alice",
          () ->
              alice
                  .pods()
                  .inNamespace(world.namespace())
                  .withName(pod)
                  .ephemeralContainers()
                  .edit(
                      p -> {
                        p.getSpec()
                            .setEphemeralContainers(
                                List.of(
                                    new io.fabric8.kubernetes.api.model.EphemeralContainerBuilder()
                                        .withName("debug")
                                        .withImage("b")
                                        .build()));
                        return p;
                      }));

      // A pod may be taken away, and comes back; in an emergency everything may be done
      team.deletes(Pod.class, pod);
      Somebody rescue = new Somebody(rescuer, world.namespace(), "rescue");
      assertThatCode(
              () ->
                  rescue.applies(
                      "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: %s}"
                          .formatted(POD_SPEC)))
          .doesNotThrowAnyException();
      assertThatCode(() -> rescue.scales(Deployment.class, "shop-web", 3))
          .doesNotThrowAnyException();
      assertThat(catchThrowableOfType(Exception.class, () -> exec(rescuer, world, pod)))
          .satisfiesAnyOf(
              e -> assertThat(e).isNull(),
              e -> assertThat(e.getMessage()).doesNotContain("guard/"));
      world.awaitRelease("shop", 1);

      // The app goes with everything that was made for it
      team.deletes(TwelveFactorApp.class, "shop");
      world.eventually(() -> assertThat(world.all(Deployment.class)).isEmpty());
    }
  }

  /** As the AWS Load Balancer Controller does, before it makes anything outside of the cluster. */
  @Test
  void whoServesAnIngressMayHoldItByAFinalizer(World world) {
    world.label("twelvefactor.io/guard", "enabled");
    world.app(
        "shop",
        "{image: '%s', processes: [{name: web, port: 8080, expose: {alb: {}}}]}"
            .formatted(World.IMAGE));
    world.eventually(() -> assertThat(world.get(Ingress.class, "shop-web")).isNotNull());
    try (KubernetesClient balancer =
        as(
            world,
            "system:serviceaccount:kube-system:aws-load-balancer-controller",
            "system:masters")) {
      Somebody controller = new Somebody(balancer, world.namespace(), "controller");
      world.eventually(
          () ->
              assertRefused(
                  "may not change ingresses/shop-web",
                  () ->
                      controller.patches(
                          Ingress.class, "shop-web", "{spec: {ingressClassName: nginx}}")));
      assertRefused(
          "may not change ingresses/shop-web",
          () ->
              controller.patches(
                  Ingress.class,
                  "shop-web",
                  "{metadata: {finalizers: [example.com/hold], annotations: {a: b}}}"));
      assertRefused(
          "may not change ingresses/shop-web",
          () ->
              world
                  .somebody("team")
                  .patches(
                      Ingress.class, "shop-web", "{metadata: {finalizers: [example.com/hold]}}"));

      controller.patches(Ingress.class, "shop-web", "{metadata: {finalizers: [example.com/hold]}}");
      assertThat(world.get(Ingress.class, "shop-web").getMetadata().getFinalizers())
          .containsExactly("example.com/hold");
      controller.patches(Ingress.class, "shop-web", "{metadata: {finalizers: null}}");
      assertThat(world.get(Ingress.class, "shop-web").getMetadata().getFinalizers()).isEmpty();
    }
  }

  @Test
  void elsewhereNothingIsGuarded(World world) {
    try (KubernetesClient alice = as(world, "alice", "system:masters")) {
      Somebody team = new Somebody(alice, world.namespace(), "team");
      team.applies(
          "{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}");
      assertThat(world.all(Job.class)).hasSize(1);
    }
  }

  private static void exec(KubernetesClient client, World world, String pod) {
    client.raw(
        "/api/v1/namespaces/%s/pods/%s/exec?command=sh".formatted(world.namespace(), pod),
        "POST",
        null);
  }

  private static void assertRefused(String sentence, ThrowingCallable call) {
    KubernetesClientException refusal = catchThrowableOfType(KubernetesClientException.class, call);
    assertThat(refusal).as(sentence).isNotNull();
    assertThat(refusal.getMessage()).contains(sentence);
  }

  private static KubernetesClient as(World world, String user, String... groups) {
    Config config = world.controlPlane().config();
    config.setImpersonateUsername(user);
    config.setImpersonateGroups(groups);
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
