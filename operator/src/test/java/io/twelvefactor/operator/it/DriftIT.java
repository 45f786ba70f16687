package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.twelvefactor.api.v1alpha1.DriftReport;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody changes, deletes or adds by hand is as it was again, and reported. */
@ExtendWith(OperatorExtension.class)
class DriftIT {
  private static final String EDIT = "kubectl-edit";
  private static final String APPLY = "kubectl";

  private static final String APP =
      """
      image: %s
      config: {sources: [{configMapRef: {name: flags}}], env: [{name: LOG_LEVEL, value: info}]}
      processes:
      - {name: web, port: 8080, replicas: 2, expose: {hosts: [shop.example.com]}}
      adminProcesses:
      - {name: backup, command: [backup], schedule: "0 3 * * *"}
      """
          .formatted(World.IMAGE);

  /**
   * One change by hand.
   *
   * @param manager who makes it, or null where nobody can tell
   * @param field what is reported
   */
  private record Drift(
      String name,
      Class<? extends HasMetadata> kind,
      String object,
      Consumer<Somebody> change,
      String manager,
      String field) {}

  private final Map<String, Duration> repairs = new TreeMap<>();

  @TestFactory
  Stream<DynamicTest> isTakenBackAndReported(World world) {
    world.config("flags", "FLAG", "on");
    world.app("shop", APP);
    world.awaitRelease("shop", 1);
    List<Drift> drifts = new ArrayList<>();
    drifts.addAll(edits());
    drifts.addAll(additions());
    drifts.addAll(additionsToJobsAndServices());
    drifts.addAll(deletions(world));
    return Stream.concat(
        drifts.stream().map(drift -> dynamicTest(drift.name, () -> takeBack(world, drift))),
        Stream.of(dynamicTest("quickly", this::quickly)));
  }

  private static List<Drift> edits() {
    return List.of(
        deployment(
            "image edited",
            patch("{spec: {template: {spec: {containers: [{name: web, image: 'evil'}]}}}}"),
            EDIT,
            "spec.template.spec.containers[web].image"),
        deployment(
            "env edited",
            patch(
                "{spec: {template: {spec: {containers: [{name: web, env: [{name: LOG_LEVEL, value: debug}]}]}}}}"),
            EDIT,
            "spec.template.spec.containers[web].env[LOG_LEVEL].value"),
        deployment(
            "env removed",
            patch(
                "{spec: {template: {spec: {containers: [{name: web, env: [{name: LOG_LEVEL, $patch: delete}]}]}}}}"),
            null,
            "spec.template.spec.containers[web].env[LOG_LEVEL]"),
        deployment(
            "container renamed",
            who ->
                who.patchesJson(
                    Deployment.class,
                    "shop-web",
                    "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/name\",\"value\":\"other\"}]"),
            EDIT,
            "spec.template.spec.containers[other]"),
        deployment("replicas edited", patch("{spec: {replicas: 7}}"), EDIT, "spec.replicas"),
        deployment(
            "scaled", who -> who.scales(Deployment.class, "shop-web", 5), EDIT, "spec.replicas"),
        deployment(
            "label edited",
            patch("{metadata: {labels: {app.kubernetes.io/name: other}}}"),
            EDIT,
            "metadata.labels.app.kubernetes.io/name"),
        deployment(
            "label taken away",
            patch("{metadata: {labels: {app.kubernetes.io/managed-by: null}}}"),
            null,
            "metadata.labels.app.kubernetes.io/managed-by"),
        deployment(
            "image applied",
            apply("{spec: {template: {spec: {containers: [{name: web, image: evil}]}}}}"),
            APPLY,
            "spec.template.spec.containers[web].image"),
        new Drift(
            "schedule edited",
            CronJob.class,
            "shop-backup",
            who -> who.patches(CronJob.class, "shop-backup", "{spec: {schedule: '1 1 * * *'}}"),
            EDIT,
            "spec.schedule"),
        new Drift(
            "service port moved",
            Service.class,
            "shop-web",
            who ->
                who.patchesJson(
                    Service.class,
                    "shop-web",
                    "[{\"op\":\"replace\",\"path\":\"/spec/ports/0/port\",\"value\":81}]"),
            EDIT,
            "spec.ports"));
  }

  /** Each as kubectl edit does it and as a server-side apply does it. */
  private static List<Drift> additions() {
    String container = "{spec: {template: {spec: {containers: [{name: web, %s}]}}}}";
    String pod = "{spec: {template: {spec: {%s}}}}";
    Map<String, String[]> additions = new TreeMap<>();
    additions.put(
        "env",
        new String[] {container.formatted("env: [{name: EVIL, value: x}]"), "[web].env[EVIL]"});
    additions.put(
        "container",
        new String[] {
          pod.formatted("containers: [{name: miner, image: evil}]"), "containers[miner]"
        });
    additions.put(
        "init container",
        new String[] {
          pod.formatted("initContainers: [{name: first, image: evil}]"), "initContainers"
        });
    additions.put(
        "volume", new String[] {pod.formatted("volumes: [{name: v, emptyDir: {}}]"), "volumes[v]"});
    additions.put("host network", new String[] {pod.formatted("hostNetwork: true"), "hostNetwork"});
    additions.put(
        "host path",
        new String[] {
          pod.formatted(
              "volumes: [{name: h, hostPath: {path: /etc}}], containers: [{name: web, volumeMounts: [{name: h, mountPath: /h}]}]"),
          "volumes[h]"
        });
    additions.put(
        "command",
        new String[] {container.formatted("command: [evil]"), "containers[web].command"});
    List<Drift> drifts = new ArrayList<>();
    additions.forEach(
        (name, addition) -> {
          drifts.add(deployment(name + " added by edit", patch(addition[0]), EDIT, addition[1]));
          drifts.add(deployment(name + " added by apply", apply(addition[0]), APPLY, addition[1]));
        });
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      many.append("{name: EVIL_%d, value: x},".formatted(i));
    }
    drifts.add(
        deployment(
            "forty variables added",
            patch(container.formatted("env: [" + many + "]")),
            EDIT,
            "[web].env[EVIL_"));
    return drifts;
  }

  private static List<Drift> additionsToJobsAndServices() {
    String job = "{spec: {jobTemplate: {spec: {template: {spec: {%s}}}}}}";
    Map<String, String[]> toJob = new TreeMap<>();
    toJob.put(
        "env",
        new String[] {
          job.formatted("containers: [{name: backup, env: [{name: EVIL, value: x}]}]"), "env[EVIL]"
        });
    toJob.put("host network", new String[] {job.formatted("hostNetwork: true"), "hostNetwork"});
    toJob.put(
        "container",
        new String[] {job.formatted("containers: [{name: miner, image: evil}]"), "[miner]"});
    Map<String, String[]> toService = new TreeMap<>();
    toService.put("port", new String[] {"{spec: {ports: [{name: evil, port: 99}]}}", "spec.ports"});
    toService.put("selector key", new String[] {"{spec: {selector: {evil: x}}}", "spec.selector"});
    toService.put(
        "session affinity",
        new String[] {"{spec: {sessionAffinity: ClientIP}}", "spec.sessionAffinity"});
    List<Drift> drifts = new ArrayList<>();
    toJob.forEach((name, a) -> drifts.addAll(both(CronJob.class, "shop-backup", name, a)));
    toService.forEach((name, a) -> drifts.addAll(both(Service.class, "shop-web", name, a)));
    return drifts;
  }

  private static List<Drift> both(
      Class<? extends HasMetadata> kind, String object, String name, String[] addition) {
    String of = kind.getSimpleName() + " ";
    return List.of(
        new Drift(
            of + name + " added by edit",
            kind,
            object,
            who -> who.patches(kind, object, addition[0]),
            EDIT,
            addition[1]),
        new Drift(
            of + name + " added by apply",
            kind,
            object,
            who -> who.applies(partial(kind, object, addition[0])),
            APPLY,
            addition[1]));
  }

  private static List<Drift> deletions(World world) {
    String copy =
        world.all(ConfigMap.class).stream()
            .map(map -> map.getMetadata().getName())
            .filter(name -> name.startsWith("shop-"))
            .findFirst()
            .orElseThrow();
    Map<String, Class<? extends HasMetadata>> objects = new TreeMap<>();
    objects.put("deployment:shop-web", Deployment.class);
    objects.put("service:shop-web", Service.class);
    objects.put("copy:" + copy, ConfigMap.class);
    objects.put("budget:shop-web", PodDisruptionBudget.class);
    objects.put("job:shop-backup", CronJob.class);
    objects.put("account:shop", ServiceAccount.class);
    objects.put("ingress:shop-web", Ingress.class);
    List<Drift> drifts = new ArrayList<>();
    objects.forEach(
        (key, kind) -> {
          String name = key.substring(key.indexOf(':') + 1);
          drifts.add(
              new Drift(
                  kind.getSimpleName() + " deleted",
                  kind,
                  name,
                  who -> who.deletes(kind, name),
                  null,
                  "deleted"));
        });
    return drifts;
  }

  private static Drift deployment(
      String name, Consumer<Somebody> change, String manager, String field) {
    return new Drift(name, Deployment.class, "shop-web", change, manager, field);
  }

  private static Consumer<Somebody> patch(String yaml) {
    return who -> who.patches(Deployment.class, "shop-web", yaml);
  }

  private static Consumer<Somebody> apply(String yaml) {
    return who -> who.applies(partial(Deployment.class, "shop-web", yaml));
  }

  private static String partial(Class<? extends HasMetadata> kind, String name, String yaml) {
    return "{apiVersion: %s, kind: %s, metadata: {name: %s}, %s"
        .formatted(HasMetadata.getApiVersion(kind), kind.getSimpleName(), name, yaml.substring(1));
  }

  private void takeBack(World world, Drift drift) {
    // Given
    HasMetadata good = world.get(drift.kind, drift.object);
    JsonNode before = essence(world, good);
    Somebody who = world.somebody(drift.manager == null ? EDIT : drift.manager);

    // When
    Instant start = Instant.now();
    drift.change.accept(who);

    // Then
    boolean deleted = drift.field.equals("deleted");
    world.eventually(
        () -> {
          HasMetadata live = world.get(drift.kind, drift.object);
          assertThat(live).isNotNull();
          assertThat(essence(world, live)).isEqualTo(before);
          assertThat(live.getMetadata().getResourceVersion())
              .isNotEqualTo(good.getMetadata().getResourceVersion());
          if (deleted) {
            assertThat(live.getMetadata().getUid()).isNotEqualTo(good.getMetadata().getUid());
          }
        });
    repairs.put(drift.name, Duration.between(start, Instant.now()));
    String object = drift.kind.getSimpleName() + "/" + drift.object;
    TwelveFactorApp app =
        world.awaitApp(
            "shop",
            a -> {
              DriftReport report = a.getStatus().lastDrift();
              assertThat(report).isNotNull();
              assertThat(report.object()).isEqualTo(object);
              assertThat(report.manager()).isEqualTo(drift.manager);
              assertThat(report.fields()).anyMatch(field -> field.contains(drift.field));
            });
    assertThat(app.getStatus().currentRelease()).isEqualTo(1);
    world.eventually(
        () ->
            assertThat(world.events("shop"))
                .anyMatch(
                    event ->
                        event.startsWith("DriftReverted: " + object)
                            && event.contains(drift.manager == null ? "" : drift.manager)
                            && event.contains(drift.field)));
  }

  /** About two seconds is the aim; a busy machine gets more, so that only what hangs fails. */
  private void quickly() {
    repairs.forEach((name, time) -> System.out.printf("%6d ms  %s%n", time.toMillis(), name));
    List<Duration> sorted = repairs.values().stream().sorted().toList();
    assertThat(sorted.get(sorted.size() / 2)).isLessThan(Duration.ofSeconds(2));
  }

  /** What must be the same again: everything but what the API server and controllers fill in. */
  private static JsonNode essence(World world, HasMetadata object) {
    ObjectNode all =
        world.client().getKubernetesSerialization().convertValue(object, ObjectNode.class);
    all.remove("status");
    ObjectNode metadata = (ObjectNode) all.get("metadata");
    metadata.retain("labels", "annotations", "ownerReferences", "name");
    if (metadata.get("annotations") instanceof ObjectNode annotations) {
      annotations.remove("deployment.kubernetes.io/revision");
    }
    if (metadata.path("annotations").isEmpty()) {
      metadata.remove("annotations");
    }
    if (all.get("spec") instanceof ObjectNode spec) {
      spec.remove(List.of("clusterIP", "clusterIPs"));
    }
    return all;
  }

  @Test
  void restartOfARolloutIsNotFought(World world) {
    // Given
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    String pod = world.all(io.fabric8.kubernetes.api.model.Pod.class).get(0).getMetadata().getUid();

    // When
    world
        .somebody("kubectl-rollout")
        .patches(
            Deployment.class,
            "shop-web",
            "{spec: {template: {metadata: {annotations: {kubectl.kubernetes.io/restartedAt: '2026-01-01T00:00:00Z'}}}}}");

    // Then
    world.eventually(
        () ->
            assertThat(world.all(io.fabric8.kubernetes.api.model.Pod.class))
                .isNotEmpty()
                .noneMatch(p -> p.getMetadata().getUid().equals(pod)));
    TwelveFactorApp app = world.awaitRelease("shop", 1);
    world.awaitRest();
    assertThat(app.getStatus().lastDrift()).isNull();
    assertThat(annotations(world)).containsKey("kubectl.kubernetes.io/restartedAt");
  }

  @Test
  void managersThatTheAdminAllowsMayAdd(World world) {
    // Given
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // When
    world
        .somebody("mesh-injector")
        .patches(
            Deployment.class,
            "shop-web",
            "{spec: {template: {metadata: {annotations: {mesh.io/inject: 'true'}}, spec: {containers: [{name: mesh, image: mesh}]}}}}");
    world
        .somebody(EDIT)
        .patches(
            Deployment.class,
            "shop-web",
            "{spec: {template: {metadata: {annotations: {evil: 'true'}}}}}");

    // Then
    world.eventually(() -> assertThat(annotations(world)).doesNotContainKey("evil"));
    assertThat(annotations(world)).containsKey("mesh.io/inject");
    world.awaitRest();
    assertThat(world.pod("shop-web").getContainers()).hasSize(2);
  }

  @Test
  void ourLabelsComeBackOnEveryKind(World world) {
    // Given
    world.config("flags", "FLAG", "on");
    world.app("shop", APP);
    world.awaitRelease("shop", 1);
    List<Class<? extends HasMetadata>> kinds =
        List.of(
            Deployment.class,
            Service.class,
            ServiceAccount.class,
            CronJob.class,
            PodDisruptionBudget.class,
            Ingress.class);

    // When
    for (Class<? extends HasMetadata> kind : kinds) {
      for (HasMetadata object : ours(world, kind)) {
        world
            .somebody(EDIT)
            .patches(
                kind,
                object.getMetadata().getName(),
                "{metadata: {labels: {%s: null}}}".formatted(Labels.MANAGED_BY));
      }
    }

    // Then
    for (Class<? extends HasMetadata> kind : kinds) {
      world.eventually(
          () ->
              assertThat(ours(world, kind))
                  .isNotEmpty()
                  .allMatch(
                      object ->
                          Labels.OPERATOR.equals(
                              object.getMetadata().getLabels().get(Labels.MANAGED_BY))));
    }
    assertThat(world.awaitReady("shop").getStatus().currentRelease()).isEqualTo(1);
  }

  @Test
  void whatTheSpecTakesAwayAndBringsBackIsNoDrift(World world) {
    // Given
    String web = "{image: '%s', processes: [{name: web, port: 80}]}".formatted(World.IMAGE);
    String both =
        "{image: '%s', processes: [{name: web, port: 80}, {name: worker, replicas: 2}]}"
            .formatted(World.IMAGE);
    world.app("shop", both);
    world.awaitRelease("shop", 1);
    world.app("shop", web);
    world.awaitRelease("shop", 2);
    world.eventually(() -> assertThat(world.get(Deployment.class, "shop-worker")).isNull());

    // When
    world.app("shop", both);

    // Then
    assertThat(world.awaitRelease("shop", 3).getStatus().lastDrift()).isNull();
    assertThat(world.events("shop")).noneMatch(event -> event.startsWith("DriftReverted"));
  }

  private static List<? extends HasMetadata> ours(World world, Class<? extends HasMetadata> kind) {
    return world.all(kind).stream()
        .filter(object -> !object.getMetadata().getOwnerReferences().isEmpty())
        .toList();
  }

  private static Map<String, String> annotations(World world) {
    Map<String, String> annotations =
        world
            .get(Deployment.class, "shop-web")
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }
}
