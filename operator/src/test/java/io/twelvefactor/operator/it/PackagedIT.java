package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.twelvefactor.testing.ControlPlane;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that is shipped, as a process of its own, with a token of its own ServiceAccount. */
class PackagedIT {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  @TempDir static Path directory;

  private static ControlPlane controlPlane;
  private static Process process;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    controlPlane = ControlPlane.start();
    controlPlane.removeNamespaces();
    controlPlane.installCrd();
    new TestOperator(controlPlane).close(); // grants the shipped roles
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx96m",
            "-jar",
            JAR.toString());
    java.environment().put("KUBECONFIG", kubeconfig().toString());
    java.environment().put("PORT", String.valueOf(port));
    java.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
    process =
        java.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile()).start();
  }

  @AfterAll
  static void stop() {
    process.destroy();
    await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
  }

  @Test
  void reconcilesIsHealthyMeasuresAndLooksAgainByItself() throws IOException {
    await()
        .atMost(World.PATIENCE)
        .ignoreExceptions()
        .until(() -> get("/q/health/ready").contains("UP"));
    World world = new World(controlPlane, null, controlPlane.namespace("packaged"));

    // When an app is whole, and another waits for something
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.app(
        "waiting",
        "{image: '%s', replicas: 1, config: {sources: [{secretRef: {name: keys}}]}}"
            .formatted(World.IMAGE));

    // Then
    world.awaitRelease("shop", 1);
    world.awaitReconciling("waiting", "ConfigMissing");
    assertThat(get("/q/metrics"))
        .contains("custom_resources{controller_name=\"twelvefactorapp\"}")
        .contains("custom_resources{controller_name=\"adminrun\"}");

    // And nobody says anything, but it looks again after half a minute: the timer is alive
    // (java-operator-sdk's meters would have ended it, see Wiring.SameTags)
    double before = reconciliations();
    assertThat(before).isPositive();
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(reconciliations()).as(this::log).isGreaterThan(before));
    assertThat(log()).doesNotContain("ERROR", "Exception");
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static double reconciliations() throws IOException {
    Matcher matcher =
        Pattern.compile("(?m)^reconciliations_success_total\\{[^}]*} ([0-9.E]+)$")
            .matcher(get("/q/metrics"));
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  private static String get(String path) throws IOException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Path kubeconfig() throws IOException {
    KubernetesClient admin = controlPlane.client();
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("twelvefactor-operator")
                .withNamespace(TestOperator.NAMESPACE)
                .endMetadata()
                .build())
        .serverSideApply();
    String token =
        admin
            .serviceAccounts()
            .inNamespace(TestOperator.NAMESPACE)
            .withName("twelvefactor-operator")
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(3600L)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    Config config = controlPlane.config();
    return Files.writeString(
        directory.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters: [{name: test, cluster: {server: "%s", certificate-authority-data: "%s"}}]
        users: [{name: operator, user: {token: "%s"}}]
        contexts: [{name: test, context: {cluster: test, user: operator}}]
        """
            .formatted(config.getMasterUrl(), config.getCaCertData(), token));
  }
}
