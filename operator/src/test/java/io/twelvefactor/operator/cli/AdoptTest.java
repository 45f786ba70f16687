package io.twelvefactor.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference solution's original deployment, checked and adopted. */
class AdoptTest {
  private static final String HELLO = "../examples/adopt/hello.yaml";
  private static final Path APP = Path.of("../examples/adopt/hello-app.yaml");

  @TempDir private Path directory;

  @Test
  void itsFaultsAreTold() {
    Call call = Call.of("check", "-f", HELLO);
    assertThat(call.status()).isOne();
    assertThat(call.output())
        .contains("Deployment/hello: dependencies/host: spec.template.spec.hostNetwork: ")
        .contains(
            "dependencies/privilege: spec.template.spec.containers[hello].securityContext.privileged")
        .contains("config/aws-keys: spec.template.spec.containers[hello].env[AWS_ACCESS_KEY_ID]")
        .contains(
            "build-release-run/digest: spec.template.spec.containers[hello].image 123456789012")
        .contains("processes/volumes: spec.template.spec.volumes[data]: ")
        .contains("port-binding/privileged-port: spec.template.spec.containers[hello].ports[80]: ")
        .contains(
            "port-binding/host-port: spec.template.spec.containers[hello].ports[80].hostPort: ")
        .contains(
            "disposability/grace: spec.template.spec.terminationGracePeriodSeconds (it needs 11 s)")
        .contains("logs/volume: spec.template.spec.containers[hello].volumeMounts[/var/log/hello]")
        .contains("logs/file: spec.template.spec.containers[hello].env[LOG_FILE]")
        .contains(
            "Ingress/hello: processes/sticky-sessions: metadata.annotations[alb.ingress.kubernetes.io/target-group-attributes]")
        .contains(
            "CronJob/hello-report: build-release-run/digest: spec.jobTemplate.spec.template.spec.containers[report].image amazon/aws-cli:2.15.0")
        .doesNotContain("the--workload", "podTemplate");
    assertThat(Call.of("check", "--production", "-f", HELLO).output())
        .contains("Deployment/hello: concurrency/replicas: spec.replicas: ");
  }

  @Test
  void itBecomesAnApp() throws IOException {
    Call call = Call.of("adopt", "-f", HELLO);
    assertThat(call.status()).isZero();
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(APP, call.output());
    }
    assertThat(call.output()).isEqualToNormalizingNewlines(Files.readString(APP));
    assertThat(call.output()).doesNotContain("wJalr", "AKIA");
  }

  @Test
  void whatIsLeftToDoIsWhatCheckSays() throws IOException {
    // Given
    Path file = directory.resolve("app.yaml");
    Files.writeString(file, Call.of("adopt", "-f", HELLO).output());
    // Then
    Call check = Call.of("check", "-f", file.toString());
    assertThat(check.output().lines().map(line -> line.replaceFirst("^.*TwelveFactorApp/", "")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("hello: build-release-run/digest: "),
            line -> assertThat(line).startsWith("hello: processes/sticky-sessions: "),
            line -> assertThat(line).isEqualTo("2 found in 1 objects"));
  }

  @Test
  void severalDeploymentsOfOneImageAreOneApp() throws IOException {
    Path file = directory.resolve("shop.yaml");
    String deployment =
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s}
        spec:
          replicas: 2
          template: {spec: {containers: [{name: a, image: 'shop:1', args: [%s], envFrom: [{secretRef: {name: keys}}]}]}}
        """;
    Files.writeString(
        file,
        deployment.formatted("shop-web", "serve") + deployment.formatted("shop-worker", "work"));
    assertThat(Call.of("adopt", "-f", file.toString()).output())
        .containsOnlyOnce("kind: TwelveFactorApp")
        .containsOnlyOnce("secretRef:")
        .contains("- name: worker\n");
  }

  @Test
  void withoutADeploymentThereIsNothingToAdopt() {
    Call call = Call.of("adopt", "-f", "../crds/valid/smallest.yaml");
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.errors()).contains("no Deployment to adopt");
  }
}
