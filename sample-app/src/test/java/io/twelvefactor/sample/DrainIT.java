package io.twelvefactor.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.testkit.AppConfigStub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SIGTERM: nobody's request fails, and the end is a clean one. */
class DrainIT {

  private static final ConfigurationId ID = new ConfigurationId("hello", "test", "settings");
  private static final int CLIENTS = 16;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private AppConfigStub appConfig;
  private HttpServer table;
  private volatile Duration tableDelay = Duration.ZERO;

  @BeforeEach
  void start() throws IOException {
    appConfig = new AppConfigStub(Clock.systemUTC());
    appConfig.deploy(ID, "v1", "{\"TableName\": \"greetings\"}");
    table = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    table.setExecutor(threads);
    table.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          sleep(tableDelay);
          byte[] item =
              """
              {"Item":{"Application":{"S":"TwelveFactorApp"},"Name":{"S":"Slow"},
              "Language":{"S":"Java"},"Platform":{"S":"K8s"},"BgColor":{"S":"red"}}}"""
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(200, item.length);
          exchange.getResponseBody().write(item);
          exchange.close();
        });
    table.start();
  }

  @AfterEach
  void stop() {
    appConfig.close();
    table.stop(0);
    threads.shutdownNow();
  }

  @Test
  void aRequestInFlightIsFinished() {
    try (var app = AppProcess.ready(environment(0))) {
      app.get("/hello");
      tableDelay = Duration.ofMillis(700);
      CompletableFuture<HttpResponse<String>> slow =
          CompletableFuture.supplyAsync(() -> app.get("/hello"), threads);
      sleep(Duration.ofMillis(300));
      app.terminate();

      assertThat(slow.join().statusCode()).isEqualTo(200);
      assertThat(slow.join().body()).contains("Hello from Slow").doesNotContain("Stale");
      assertThat(app.exitCode()).isZero();
      app.messages();
    }
  }

  /** Two instances behind what a Service is: clients use those that are ready, and keep alive. */
  @Test
  void noRequestFailsWhileOneOfTwoInstancesIsTakenAway() {
    try (var leaving = AppProcess.ready(environment(5));
        var staying = AppProcess.ready(environment(5))) {
      List<AppProcess> endpoints = new CopyOnWriteArrayList<>(List.of(leaving, staying));
      Queue<String> failures = new ConcurrentLinkedQueue<>();
      AtomicInteger answered = new AtomicInteger();
      AtomicInteger byLeavingSince = new AtomicInteger();
      AtomicInteger stop = new AtomicInteger();
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            CompletableFuture.runAsync(
                () -> {
                  var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                  for (int n = 0; stop.get() != 2; n++) {
                    AppProcess to = endpoints.get(n % endpoints.size());
                    String failure = failureOf(http, to.uri("/hello"));
                    answered.incrementAndGet();
                    if (failure != null) {
                      failures.add(failure);
                    } else if (to == leaving && stop.get() == 1) {
                      byLeavingSince.incrementAndGet();
                    }
                  }
                },
                threads));
      }
      await("load").atMost(Duration.ofSeconds(60)).until(() -> answered.get() > 500);

      leaving.terminate();
      stop.set(1);
      await("readiness to go off")
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> leaving.get("/health/ready").statusCode() == 503);
      endpoints.remove(leaving);
      assertThat(leaving.exitCode()).isZero();
      int atExit = answered.get();
      await("load after the exit")
          .atMost(Duration.ofSeconds(60))
          .until(() -> answered.get() > atExit + 200);
      stop.set(2);
      clients.forEach(CompletableFuture::join);

      assertThat(failures).as("of %d requests", answered.get()).isEmpty();
      assertThat(byLeavingSince).as("it served while it left").hasPositiveValue();
      assertThat(leaving.messages()).anyMatch(text -> text.contains("stopped in"));
    }
  }

  private static String failureOf(HttpClient http, URI uri) {
    try {
      var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
      int status = http.send(request, BodyHandlers.ofString()).statusCode();
      return status == 200 ? null : "status " + status;
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }

  private Map<String, String> environment(int drainDelay) {
    URI dynamoDb = URI.create("http://127.0.0.1:" + table.getAddress().getPort());
    Map<String, String> environment = AppProcess.environment(appConfig.endpoint(), dynamoDb, ID);
    environment.put("DRAIN_DELAY_SECONDS", String.valueOf(drainDelay));
    environment.put("DRAIN_SECONDS", "10");
    return environment;
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
