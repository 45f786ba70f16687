package io.twelvefactor.operator.it;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.twelvefactor.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The jar that is shipped, as a process of its own, with a token of its ServiceAccount. */
final class OperatorProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  private final Path log;
  private final int port;
  private final Process process;

  /**
   * @param environment of the process, as a pod would have it
   * @param directory for its log and its credentials
   */
  OperatorProcess(
      ControlPlane controlPlane,
      String namespace,
      String serviceAccount,
      Map<String, String> environment,
      Path directory) {
    log = directory.resolve(serviceAccount + ".log");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx96m",
            "-jar",
            JAR.toString());
    java.environment().putAll(environment);
    java.environment().put("TWELVEFACTOR_NAMESPACE", namespace);
    java.environment().put("PORT", String.valueOf(port));
    java.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
    try {
      Path kubeconfig = directory.resolve(serviceAccount + ".kubeconfig");
      Files.writeString(kubeconfig, kubeconfig(controlPlane, namespace, serviceAccount));
      java.environment().put("KUBECONFIG", kubeconfig.toString());
      process =
          java.redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OperatorProcess awaitReady() {
    await()
        .atMost(World.PATIENCE)
        .ignoreExceptions()
        .failFast("the operator ended: " + log, () -> !process.isAlive())
        .until(() -> get("/q/health/ready").contains("UP"));
    return this;
  }

  /** What it answers to a GET. */
  String get(String path) throws IOException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Everything that it logged. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String kubeconfig(
      ControlPlane controlPlane, String namespace, String serviceAccount) {
    String token =
        controlPlane
            .client()
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(serviceAccount)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(3600L)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    Config config = controlPlane.config();
    return """
    apiVersion: v1
    kind: Config
    current-context: test
    clusters: [{name: test, cluster: {server: "%s", certificate-authority-data: "%s"}}]
    users: [{name: operator, user: {token: "%s"}}]
    contexts: [{name: test, context: {cluster: test, user: operator}}]
    """
        .formatted(config.getMasterUrl(), config.getCaCertData(), token);
  }

  /** Tells it to end, as a pod is told, and waits until it has. */
  void end() {
    process.destroy();
    await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
  }

  /** Waits until it has ended by itself. */
  void awaitEnd() {
    await().atMost(World.PATIENCE).until(() -> !process.isAlive());
  }

  @Override
  public void close() {
    end();
  }
}
