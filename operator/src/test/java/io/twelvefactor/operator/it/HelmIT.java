package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart, installed, upgraded, uninstalled and installed again by the real Helm. */
class HelmIT {
  @TempDir static Path directory;

  private static ControlPlane controlPlane;
  private static KubernetesClient admin;
  private static Installation platform;

  @BeforeAll
  static void begin() {
    controlPlane = ControlPlane.start();
    controlPlane.removeNamespaces();
    admin = controlPlane.client();
    // As on a cluster that never had them.
    definitions().forEach(definition -> admin.resource(definition).delete());
    await().atMost(World.PATIENCE).until(() -> definitions().isEmpty());
    platform = new Installation(controlPlane, directory, "platform");
  }

  @AfterAll
  static void end() {
    platform.remove();
    controlPlane.removeNamespaces();
    controlPlane.installCrd();
  }

  @Test
  void appsOutliveEveryChangeOfTheOperator() throws IOException {
    platform.uninstall();
    // Given an older chart, whose definition of an app has one field less
    platform.put(older());
    assertThat(fields()).doesNotContainKey("suspend");
    World world = new World(controlPlane, null, controlPlane.namespace("shop", Map.of()));
    Map<String, String> before;
    try (OperatorProcess operator = platform.operator()) {
      world.app("shop", app(2));
      world.awaitRelease("shop", 1);
      before = running(world);
      assertThat(operator.log()).doesNotContain("ERROR", "Forbidden");
    }

    // When it is upgraded
    platform.put(Helm.CHART);
    try (OperatorProcess operator = platform.operator()) {
      // Then the definition is the new one, the rules hold, and the app runs as it did
      assertThat(fields()).containsKey("suspend");
      world.eventually(
          () ->
              assertRefused(
                  "build-release-run/digest",
                  () ->
                      world.app("bad", "{image: 'shop:1', replicas: 2, logs: {mode: Platform}}")));
      world.app("second", app(2));
      world.awaitRelease("second", 1);
      world.app("second", app(2).replace("}}", "}, suspend: true}"));
      world.eventually(() -> assertThat(running(world)).containsAllEntriesOf(before));
      assertThat(operator.log()).doesNotContain("ERROR", "Forbidden");
    }

    // When it is uninstalled
    platform.uninstall();

    // Then nothing of it is left but the definitions and with them the apps, which run as they did
    assertThat(admin.apps().deployments().inNamespace(platform.namespace()).list().getItems())
        .isEmpty();
    assertThat(admin.rbac().clusterRoles().withName(platform.name()).get()).isNull();
    assertThat(admin.admissionRegistration().v1().validatingAdmissionPolicies().list().getItems())
        .extracting(policy -> policy.getMetadata().getName())
        .noneMatch(name -> name.endsWith("twelvefactor.io"));
    assertThat(definitions()).hasSize(3);
    assertThat(running(world)).containsAllEntriesOf(before);

    // When it is installed again, with the guard, and two replicas
    platform.put(Helm.CHART, "guard.enabled=true", "replicas=2");
    try (OperatorProcess first = platform.operator();
        OperatorProcess second = platform.operator()) {
      // Then one of them knows the app as its own, and the app's release as the current one
      world.app("shop", app(3));
      world.eventually(
          () -> assertThat(world.get("shop").getStatus().processesReady()).isEqualTo("3/3"));
      assertThat(world.awaitRelease("shop", 1).getStatus().releases()).hasSize(1);
      assertThat(running(world)).containsAllEntriesOf(before);
      assertThat(first.get("/q/metrics")).contains("twelvefactor_leader 1.0");
      assertThat(second.get("/q/metrics")).contains("twelvefactor_leader 0.0");

      // And the other takes over when it is told to end
      first.end();
      world.eventually(
          () ->
              assertThat(second.get("/q/metrics"))
                  .as(second::log)
                  .contains("twelvefactor_leader 1.0"));
      world.app("shop", app(2));
      world.eventually(
          () -> assertThat(world.get("shop").getStatus().processesReady()).isEqualTo("2/2"));

      // And the guard knows it by the name that the chart gave it
      World guarded =
          new World(
              controlPlane,
              null,
              controlPlane.namespace("guarded", Map.of("twelvefactor.io/guard", "enabled")));
      guarded.eventually(
          () ->
              assertRefused(
                  "guard/workloads",
                  () ->
                      guarded
                          .somebody("team")
                          .applies(
                              "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: b}]}}")));
      guarded.app("shop", app(2));
      guarded.awaitRelease("shop", 1);
      assertThat(second.log()).doesNotContain("ERROR", "Forbidden");

      // And a replica that has lost the Lease ends, whatever hangs
      admin
          .leases()
          .inNamespace(platform.namespace())
          .withName(platform.name())
          .patch("{\"spec\": {\"holderIdentity\": \"somebody\", \"leaseDurationSeconds\": 3600}}");
      second.awaitEnd();
    }
  }

  /** People have what the chart's roles add to Kubernetes' own; approving is no part of editing. */
  @Test
  void whoEditsDoesNotApprove() {
    platform.put(Helm.CHART);
    World world = new World(controlPlane, null, controlPlane.namespace("people", Map.of()));
    bind(world, "alice", "edit");
    bind(world, "bob", platform.name() + "-approver");
    bind(world, "carol", "view");
    String approval =
        """
        apiVersion: twelvefactor.io/v1alpha1
        kind: ReleaseApproval
        metadata: {name: shop-1}
        spec: {app: shop, release: 1, digest: 'sha256:%s', approvedBy: %s}
        """;
    String app =
        "{apiVersion: twelvefactor.io/v1alpha1, kind: TwelveFactorApp, metadata: {name: shop}, spec: %s}"
            .formatted(app(2));

    try (KubernetesClient alice = as("alice");
        KubernetesClient bob = as("bob");
        KubernetesClient carol = as("carol")) {
      // Roles of Kubernetes' own are put together from others within moments
      world.eventually(() -> new Somebody(alice, world.namespace(), "team").applies(app));
      assertThat(
              carol
                  .resources(TwelveFactorApp.class)
                  .inNamespace(world.namespace())
                  .list()
                  .getItems())
          .hasSize(1);
      assertRefused(
          "cannot patch",
          () -> new Somebody(carol, world.namespace(), "team").applies(app.replace("shop", "x")));
      assertRefused(
          "releaseapprovals",
          () ->
              new Somebody(alice, world.namespace(), "team")
                  .applies(approval.formatted("0".repeat(64), "alice")));
      assertRefused(
          "nobody approves in the name of another",
          () ->
              bob.resource(approval.formatted("0".repeat(64), "alice"))
                  .inNamespace(world.namespace())
                  .create());
      bob.resource(approval.formatted("0".repeat(64), "bob"))
          .inNamespace(world.namespace())
          .create();
    }
  }

  private static void bind(World world, String user, String role) {
    world.put(
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName(user)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
            .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
            .build());
  }

  private static KubernetesClient as(String user) {
    Config config = controlPlane.config();
    config.setImpersonateUsername(user);
    config.setImpersonateGroups("system:authenticated");
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** The chart of this checkout as an earlier version of it would be: without one field. */
  private static Path older() throws IOException {
    Path copy = directory.resolve("older");
    try (Stream<Path> files = Files.walk(Helm.CHART)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(Helm.CHART.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    Path definition = copy.resolve("files/crds/twelvefactorapps.twelvefactor.io.yaml");
    CustomResourceDefinition older =
        admin
            .getKubernetesSerialization()
            .unmarshal(Files.readString(definition), CustomResourceDefinition.class);
    specOf(older).remove("suspend");
    Files.writeString(definition, admin.getKubernetesSerialization().asYaml(older));
    Path about = copy.resolve("Chart.yaml");
    Files.writeString(
        about, Files.readString(about).replaceAll("(?m)^version: .*$", "version: 0.0.1"));
    return copy;
  }

  private static Map<String, ?> fields() {
    return specOf(
        admin
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("twelvefactorapps.twelvefactor.io")
            .require());
  }

  private static Map<String, ?> specOf(CustomResourceDefinition definition) {
    return definition
        .getSpec()
        .getVersions()
        .get(0)
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("spec")
        .getProperties();
  }

  private static String app(int replicas) {
    return "{image: '%s', replicas: %d, logs: {mode: Platform}}".formatted(World.IMAGE, replicas);
  }

  /** What a restart or a lost app would change: uids of pods and records, and pod templates. */
  private static Map<String, String> running(World world) {
    Map<String, String> running = new TreeMap<>();
    for (Pod pod : world.all(Pod.class)) {
      running.put("pod/" + pod.getMetadata().getName(), pod.getMetadata().getUid());
    }
    for (ControllerRevision record : world.all(ControllerRevision.class)) {
      running.put("record/" + record.getMetadata().getName(), record.getMetadata().getUid());
    }
    for (Deployment deployment : world.all(Deployment.class)) {
      running.put(
          "template/" + deployment.getMetadata().getName(),
          deployment.getSpec().getTemplate().toString());
    }
    return running;
  }

  private static List<CustomResourceDefinition> definitions() {
    return admin.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
        .filter(definition -> definition.getSpec().getGroup().equals("twelvefactor.io"))
        .toList();
  }

  private static void assertRefused(String sentence, ThrowingCallable call) {
    KubernetesClientException refusal = catchThrowableOfType(KubernetesClientException.class, call);
    assertThat(refusal).as(sentence).isNotNull();
    assertThat(refusal.getMessage()).contains(sentence);
  }
}
