package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.testing.AuditedRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The shipped ClusterRole is enough, which every test shows, and no more than enough. */
@ExtendWith(OperatorExtension.class)
class RbacIT {
  private static final String EVERY_KIND =
      """
      image: %s
      config: {sources: [{configMapRef: {name: flags}}]}
      release: {historyLimit: 1, command: [migrate], when: Always}
      processes:
      - {name: web, port: 8080, autoscaling: {minReplicas: 2, maxReplicas: 3}, expose: {hosts: [a.example.com]}}
      - {name: api, port: 8081, expose: {hosts: [b.example.com], via: HTTPRoute, gateway: {name: public}}}
      - {name: once, command: [once]}
      adminProcesses: [{name: backup, command: [backup], schedule: '1 1 * * *'}]
      networkPolicy: {}
      """;

  /** Granted for what the test's control plane does not ask for. */
  private static final Set<String> NOT_SEEN_HERE =
      Set.of(
          // Asked for by the admission plugin OwnerReferencesPermissionEnforcement.
          "update twelvefactorapps/finalizers", "update adminruns/finalizers");

  @Test
  void everyVerbIsUsed(World world) {
    // Given
    new Kinds(world).install("httproutes", "gateway.networking.k8s.io", "v1", "HTTPRoute");
    Instant start = Instant.now();
    world.operator().restart();
    world.config("flags", "FLAG", "1");
    world.app("shop", EVERY_KIND.formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // When each object loses our mark, its counterpart is read and mended
    for (Class<? extends HasMetadata> kind :
        List.of(
            Deployment.class,
            Service.class,
            ServiceAccount.class,
            CronJob.class,
            HorizontalPodAutoscaler.class,
            PodDisruptionBudget.class,
            Ingress.class,
            NetworkPolicy.class)) {
      for (HasMetadata object : world.all(kind)) {
        if (!object.getMetadata().getOwnerReferences().isEmpty()) {
          world
              .somebody("kubectl-edit")
              .patches(
                  kind,
                  object.getMetadata().getName(),
                  "{metadata: {labels: {%s: null}}}".formatted(Labels.MANAGED_BY));
          world.eventually(
              () ->
                  assertThat(
                          world.get(kind, object.getMetadata().getName()).getMetadata().getLabels())
                      .containsKey(Labels.MANAGED_BY));
        }
      }
    }
    world
        .somebody("kubectl-edit")
        .applies(
            "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: shop-api, labels: {%s: nobody}}}"
                .formatted(Labels.MANAGED_BY));
    world.eventually(
        () ->
            assertThat(
                    world
                        .client()
                        .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                        .inNamespace(world.namespace())
                        .withName("shop-api")
                        .get()
                        .getMetadata()
                        .getLabels())
                .containsEntry(Labels.MANAGED_BY, Labels.OPERATOR));
    // When the name of a record or of a Job is taken, it is read
    world
        .somebody("somebody")
        .applies(
            "{apiVersion: batch/v1, kind: Job, metadata: {name: held-release-1}, spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}");
    world.app(
        "held", "{image: '%s', replicas: 1, release: {command: [migrate]}}".formatted(World.IMAGE));
    world.awaitStalled("held", "NameConflict");
    world
        .somebody("somebody")
        .applies(
            "{apiVersion: apps/v1, kind: ControllerRevision, metadata: {name: taken-r1}, revision: 1, data: {a: b}}");
    world.app("taken", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.awaitStalled("taken", "NameConflict");
    // When an admin process runs once, whose Job's name is taken at first
    world
        .somebody("somebody")
        .applies(
            "{apiVersion: batch/v1, kind: Job, metadata: {name: once}, spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}");
    world
        .somebody("somebody")
        .applies(
            "{apiVersion: twelvefactor.io/v1alpha1, kind: AdminRun, metadata: {name: once}, spec: {app: shop, process: backup, ttlSecondsAfterFinished: 0}}");
    world.eventually(
        () ->
            assertThat(world.get(AdminRun.class, "once").getStatus().conditions().get(0).reason())
                .isEqualTo("NameConflict"));
    world.somebody("somebody").deletes(io.fabric8.kubernetes.api.model.batch.v1.Job.class, "once");
    world.eventually(() -> assertThat(world.get(AdminRun.class, "once")).isNull());
    // When every object goes, and history is collected
    world.put(new ServiceAccountBuilder().withNewMetadata().withName("own").endMetadata().build());
    for (int i = 2; i <= 5; i++) {
      world.config("flags", "FLAG", String.valueOf(i));
      world.awaitRelease("shop", i);
    }
    world.app(
        "shop",
        "{image: '%s', release: {historyLimit: 1}, serviceAccount: {name: own}, processes: [{name: once, command: [once], replicas: 0}]}"
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 6);
    world.app(
        "shop",
        "{image: '%s', release: {historyLimit: 1}, serviceAccount: {name: own}, processes: [{name: once, command: [once], replicas: 0}]}"
            .formatted(World.image(2)));
    world.awaitRelease("shop", 7);
    world.app(
        "shop",
        "{image: '%s', release: {historyLimit: 1}, serviceAccount: {name: own}, processes: [{name: once, command: [once], replicas: 0}]}"
            .formatted(World.image(3)));
    world.awaitRelease("shop", 8);
    world.operator().restart();

    // Then
    world.eventually(
        () -> {
          Set<String> unused = new TreeSet<>(granted(world));
          unused.removeAll(used(world, start));
          unused.removeAll(NOT_SEEN_HERE);
          assertThat(unused).as("granted and never used").isEmpty();
        });
  }

  @Test
  void nothingWasRefused(World world) {
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    assertThat(
            world
                .controlPlane()
                .auditLog()
                .requests()
                .by(TestOperator.USER)
                .in(world.namespace())
                .all()
                .stream()
                .filter(request -> request.code() == 403))
        .isEmpty();
  }

  private static Set<String> granted(World world) {
    ClusterRole role =
        world.client().rbac().clusterRoles().withName("twelvefactor-operator").require();
    Set<String> granted = new TreeSet<>();
    for (PolicyRule rule : role.getRules()) {
      for (String resource : rule.getResources()) {
        rule.getVerbs().forEach(verb -> granted.add(verb + " " + resource));
      }
    }
    return granted;
  }

  private static Set<String> used(World world, Instant since) {
    return world
        .controlPlane()
        .auditLog()
        .requests()
        .since(since)
        .by(TestOperator.USER)
        .all()
        .stream()
        .flatMap(RbacIT::permissions)
        .collect(Collectors.toSet());
  }

  /** An apply that creates asks for create as well as patch. */
  private static java.util.stream.Stream<String> permissions(AuditedRequest request) {
    String named = request.verb() + " " + request.resource();
    return request.verb().equals("patch") && request.code() == 201
        ? java.util.stream.Stream.of(named, "create " + request.resource())
        : java.util.stream.Stream.of(named);
  }

  @Test
  void neitherSpecsNorSecretsCanBeWritten(World world) {
    // Given
    world.app("shop", "{image: '%s', replicas: 1, suspend: true}".formatted(World.IMAGE));
    world.secret("keys", "KEY", "x");
    try (KubernetesClient operator =
        new KubernetesClientBuilder().withConfig(world.operator().asOperator()).build()) {
      Somebody it = new Somebody(operator, world.namespace(), World.manager());

      // Then
      assertForbidden(
          () ->
              it.patchesJson(
                  io.twelvefactor.api.v1alpha1.TwelveFactorApp.class,
                  "shop",
                  "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":2}]"));
      assertForbidden(() -> it.deletes(io.twelvefactor.api.v1alpha1.TwelveFactorApp.class, "shop"));
      assertForbidden(
          () ->
              it.applies(
                  "{apiVersion: v1, kind: Secret, metadata: {name: keys}, stringData: {a: b}}"));
      assertForbidden(() -> it.applies("{apiVersion: v1, kind: Secret, metadata: {name: new}}"));
      assertForbidden(() -> it.deletes(io.fabric8.kubernetes.api.model.Secret.class, "keys"));
      assertForbidden(
          () ->
              it.applies(
                  "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: b}]}}"));
      assertForbidden(() -> operator.nodes().list());
      assertForbidden(() -> operator.pods().inNamespace(world.namespace()).withName("p").delete());
      assertThat(operator.resources(ControllerRevision.class).inAnyNamespace().list()).isNotNull();
    }
  }

  private static void assertForbidden(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    KubernetesClientException refusal = catchThrowableOfType(KubernetesClientException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.getCode()).isEqualTo(403);
  }
}
