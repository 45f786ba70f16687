package io.twelvefactor.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.testkit.AppConfigStub;
import io.twelvefactor.appconfig.testkit.EmulatorProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** DynamoDB goes and comes back; the app stays up and needs no help. */
class TableOutageIT {

  private static final ConfigurationId ID = new ConfigurationId("hello", "test", "settings");

  @Test
  void anOutageMakesTheGreetingStaleAndItsEndMakesItFresh() throws IOException {
    int port = EmulatorProcess.freePort();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    try (var stub = new AppConfigStub(Clock.systemUTC())) {
      stub.deploy(ID, "v1", "{\"TableName\": \"greetings\"}");
      try (var app = AppProcess.ready(AppProcess.environment(stub.endpoint(), endpoint, ID))) {
        // No table yet: nothing to show, and an answer that says when to come again.
        HttpResponse<String> none = app.get("/hello");
        assertThat(none.statusCode()).isEqualTo(503);
        assertThat(none.headers().firstValue("Retry-After")).contains("5");

        try (var dynamoDb = EmulatorProcess.start("dynamodb", port);
            var tables = new Tables(dynamoDb.endpoint())) {
          tables.seed("greetings", "Before");
          awaitHello(app, "Hello from Before");
        }

        // The first requests fail on their own, later ones by the open circuit.
        for (int i = 0; i < 30; i++) {
          HttpResponse<String> stale = app.get("/hello");
          assertThat(stale.statusCode()).isEqualTo(200);
          assertThat(stale.body()).contains("Hello from Before", "Stale");
        }
        assertThat(app.get("/metrics").body())
            .containsPattern("ft_circuitbreaker_opened_total\\{[^}]*} [1-9]");
        assertThat(app.get("/health/ready").statusCode()).as("an outage for all").isEqualTo(200);

        try (var dynamoDb = EmulatorProcess.start("dynamodb", port);
            var tables = new Tables(dynamoDb.endpoint())) {
          tables.seed("greetings", "After");
          awaitHello(app, "Hello from After");
          assertThat(app.get("/hello").body()).doesNotContain("Stale");
        }
      }
    }
  }

  private static void awaitHello(AppProcess app, String text) {
    await(text)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> app.get("/hello").body().contains(text));
  }
}
