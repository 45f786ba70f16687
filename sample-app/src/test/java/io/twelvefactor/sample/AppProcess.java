package io.twelvefactor.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.testkit.EmulatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The built jar as a process of its own, the way it is shipped.
 *
 * <p>Each run has no place to write to: a temporary directory below a file, where nobody can make
 * one, stands for a read-only root.
 */
final class AppProcess implements AutoCloseable {

  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Process process;
  private final Path output;
  private final int port;

  private AppProcess(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /** The environment that points at local emulators. */
  static Map<String, String> environment(URI appConfig, URI dynamoDb, ConfigurationId id) {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_ACCESS_KEY_ID", "test");
    variables.put("AWS_SECRET_ACCESS_KEY", "test");
    variables.put("AWS_ENDPOINT_URL_APPCONFIGDATA", appConfig.toString());
    variables.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString());
    variables.put("APPCONFIG_APPLICATION", id.application());
    variables.put("APPCONFIG_ENVIRONMENT", id.environment());
    variables.put("APPCONFIG_PROFILE", id.profile());
    variables.put("APPCONFIG_POLL_SECONDS", "15");
    variables.put("DRAIN_DELAY_SECONDS", "0");
    return variables;
  }

  static AppProcess start(Map<String, String> environment, String... arguments) {
    try {
      int port = EmulatorProcess.freePort();
      Path output = Files.createTempFile("sample-app", ".log");
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Djava.io.tmpdir=/dev/null/none",
                  "-jar",
                  JAR.toString()));
      command.addAll(List.of(arguments));
      var builder =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder.environment().put("PORT", String.valueOf(port));
      builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
      builder.environment().putAll(environment);
      var started = new AppProcess(builder.start(), output, port);
      Runtime.getRuntime().addShutdownHook(new Thread(started.process::destroyForcibly));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the web process and waits until it is ready. */
  static AppProcess ready(Map<String, String> environment) {
    AppProcess app = start(environment);
    app.awaitReady();
    return app;
  }

  void awaitReady() {
    await("readiness; the app said:\n" + log())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> get("/health/ready").statusCode() == 200);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  HttpResponse<String> get(String path, String... headers) {
    var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  int exitCode() {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS))
          .as("the process ends; it said:%n%s", log())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String log() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it said on standard output, each line of which must be a JSON object. */
  List<String> messages() {
    var json = new ObjectMapper();
    return log()
        .lines()
        .map(
            line -> {
              try {
                return json.readTree(line).get("message").textValue();
              } catch (IOException | RuntimeException e) {
                throw new AssertionError("not a JSON object with a message: " + line, e);
              }
            })
        .toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      Files.deleteIfExists(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
