package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A bad spec is answered by a message that names the field, and disturbs nothing that runs. */
@ExtendWith(OperatorExtension.class)
class BadInputIT {
  private static final String JOB =
      "adminProcesses: [{name: job, command: [a], schedule: '1 1 * * *', timeZone: %s}]";
  private static final String GOOD =
      "{image: '%s', processes: [{name: web, port: 8080, replicas: 2}], %s}"
          .formatted(World.IMAGE, JOB.formatted("Etc/UTC"));

  @Test
  void refusedAtAdmission(World world) {
    // Given
    world.app("shop", GOOD);
    world.awaitRelease("shop", 1);
    List<String> running = pods(world);
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("{image: '', replicas: 1}", "spec.image");
    bad.put("{image: i, replicas: -1}", "spec.replicas");
    bad.put("{image: i, processes: [{name: web, replicas: -1}]}", "spec.processes[0].replicas");
    bad.put("{image: i, processes: [{name: web}, {name: web}]}", "spec.processes");
    bad.put("{image: i, processes: [{name: web, port: 70000}]}", "spec.processes[0].port");
    bad.put(
        "{image: i, processes: [{name: %s}]}".formatted("a".repeat(41)), "spec.processes[0].name");
    bad.put(
        "{image: i, replicas: 1, config: {sources: [{configMapRef: {name: a, mountPath: /c}}, {configMapRef: {name: b, mountPath: /c}}]}}",
        "spec.config");

    bad.forEach(
        (spec, field) -> {
          // When
          KubernetesClientException refusal =
              catchThrowableOfType(KubernetesClientException.class, () -> world.app("shop", spec));

          // Then
          assertThat(refusal).as(spec).isNotNull();
          assertThat(refusal.getMessage()).as(spec).contains(field);
        });
    KubernetesClientException tooLong =
        catchThrowableOfType(
            KubernetesClientException.class,
            () ->
                world.app(
                    "a".repeat(40),
                    "{image: i, processes: [{name: %s}]}".formatted("b".repeat(40))));
    assertThat(tooLong.getMessage()).contains("spec.processes", "63");
    assertThat(pods(world)).isEqualTo(running);
    assertThat(world.awaitReady("shop").getStatus().currentRelease()).isEqualTo(1);
  }

  @Test
  void refusedLaterOn(World world) {
    // Given
    record Bad(String reason, String message, String spec) {}
    world.config("flags", "FLAG", "on");
    Map<String, Bad> bad = new LinkedHashMap<>();
    bad.put(
        "mount",
        new Bad(
            "SpecInvalid",
            "/tmp",
            "config: {sources: [{configMapRef: {name: flags, mountPath: /tmp}}]}"));
    bad.put(
        "shape",
        new Bad("SpecInvalid", "spec.podTemplate", "podTemplate: {spec: {containers: 7}}"));
    bad.put(
        "unknown",
        new Bad(
            "SpecInvalid", "spec.podTemplate", "podTemplate: {spec: {volumes: [{name: [a]}]}}"));
    bad.put(
        "volume",
        new Bad(
            "ObjectRefused",
            "Deployment/volume-web",
            "podTemplate: {spec: {volumes: [{name: 'a b'}]}}"));
    bad.put("zone", new Bad("ObjectRefused", "CronJob/zone-job", JOB.formatted("Mars/Base")));
    bad.put(
        "limits",
        new Bad(
            "ObjectRefused",
            "Deployment/limits-web",
            "processes: [{name: web, port: 8080, replicas: 2, resources: {requests: {cpu: 2}, limits: {cpu: 1}}}]"));
    bad.put(
        "metric",
        new Bad(
            "SpecInvalid",
            "spec.processes[web].autoscaling.metrics",
            "processes: [{name: web, port: 8080, autoscaling: {minReplicas: 2, maxReplicas: 3, metrics: [{type: {}}]}}]"));
    bad.put(
        "scaler",
        new Bad(
            "ObjectRefused",
            "HorizontalPodAutoscaler/scaler-web",
            "processes: [{name: web, port: 8080, autoscaling: {minReplicas: 2, maxReplicas: 3, metrics: [{type: Nothing}]}}]"));
    bad.keySet().forEach(name -> world.app(name, GOOD));
    bad.keySet().forEach(name -> world.awaitRelease(name, 1));
    List<String> running = pods(world);

    // When
    bad.forEach(
        (name, b) ->
            world.app(
                name,
                (b.spec.contains("processes: [{name: web")
                        ? ""
                        : "processes: [{name: web, port: 8080, replicas: 2}]\n")
                    + (b.spec.contains("timeZone") ? "" : JOB.formatted("Etc/UTC") + "\n")
                    + b.spec
                    + "\nimage: "
                    + World.IMAGE
                    + "\n"));

    // Then
    bad.forEach(
        (name, b) -> {
          TwelveFactorApp app = world.awaitStalled(name, b.reason);
          assertThat(World.message(app)).as(name).contains(b.message);
          assertThat(World.condition(app, "Available")).as(name).contains("True");
        });
    world.awaitRest();
    assertThat(pods(world)).isEqualTo(running);

    // When
    bad.keySet().forEach(name -> world.app(name, GOOD));

    // Then
    bad.keySet().forEach(world::awaitReady);
    assertThat(pods(world)).as("nothing was rolled out").hasSameSizeAs(running);
  }

  /** Uids of the pods that are there to stay. */
  private static List<String> pods(World world) {
    return world.all(Pod.class).stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .map(pod -> pod.getMetadata().getUid())
        .sorted()
        .toList();
  }
}
