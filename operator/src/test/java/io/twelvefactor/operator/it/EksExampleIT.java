package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.twelvefactor.api.v1alpha1.AdminRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/eks.md applies is taken by the API server, in a namespace as it says. */
@ExtendWith(OperatorExtension.class)
class EksExampleIT {
  private static final Path EXAMPLE = Path.of("..", "examples", "eks");

  @Test
  void runsWherePodSecurityIsRestricted(World world) throws IOException {
    // Given what the example's namespace says, and nothing else
    Namespace example =
        world.client().namespaces().load(EXAMPLE.resolve("namespace.yaml").toFile()).item();
    assertThat(example.getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    world
        .client()
        .namespaces()
        .withName(world.namespace())
        .edit(
            (Namespace namespace) -> {
              namespace.getMetadata().setLabels(example.getMetadata().getLabels());
              namespace.getMetadata().setAnnotations(example.getMetadata().getAnnotations());
              return namespace;
            });

    // When
    world
        .somebody("team")
        .applies(
            Files.readString(EXAMPLE.resolve("hello.yaml")).replaceFirst("(?s)^#[^\n]*\n", ""));

    // Then the first pods wait for the load balancer
    world.eventually(() -> assertThat(world.get(Ingress.class, "hello-web")).isNotNull());
    Ingress ingress = world.get(Ingress.class, "hello-web");
    assertThat(ingress.getSpec().getIngressClassName()).isEqualTo("alb");
    assertThat(ingress.getMetadata().getAnnotations())
        .containsAllEntriesOf(
            Map.of(
                "alb.ingress.kubernetes.io/scheme", "internet-facing",
                "alb.ingress.kubernetes.io/target-type", "ip",
                "alb.ingress.kubernetes.io/healthcheck-path", "/health/ready"));
    // When it is there
    world
        .client()
        .resource(ingress)
        .editStatus(
            it ->
                new IngressBuilder(it)
                    .withNewStatus()
                    .withNewLoadBalancer()
                    .addNewIngress()
                    .withHostname("k8s-1.elb.example.com")
                    .endIngress()
                    .endLoadBalancer()
                    .endStatus()
                    .build());
    // Then
    world.awaitRelease("hello", 1);
    assertThat(world.all(CronJob.class)).hasSize(3);

    // When
    world
        .somebody("team")
        .applies(
            "{apiVersion: twelvefactor.io/v1alpha1, kind: AdminRun, metadata: {name: seed}, spec: {app: hello, process: seed-table}}");
    // Then its pod, too, is let in
    world.eventually(
        () ->
            assertThat(world.get(AdminRun.class, "seed").getStatus().conditions())
                .anyMatch(c -> c.type().equals("Ready") && c.reason().equals("Succeeded")));
  }
}
