package io.twelvefactor.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.testkit.EmulatorProcess;
import io.twelvefactor.appconfig.testkit.MinistackAppConfig;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** The HTTP contract, against any DynamoDB; AppConfig is ministack's. One app for all tests. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodName.class)
abstract class HelloContract {

  private final ObjectMapper json = new ObjectMapper();
  private EmulatorProcess ministack;
  private MinistackAppConfig appConfig;
  private ConfigurationId id;
  private Tables tables;
  private AppProcess app;

  /**
   * @param ministack already started
   */
  abstract URI dynamoDb(EmulatorProcess ministack);

  @BeforeAll
  void start() {
    ministack = EmulatorProcess.start("ministack");
    URI dynamoDb = dynamoDb(ministack);
    tables = new Tables(dynamoDb);
    tables.seed("greetings", "Tom & <Jerry>");
    appConfig = new MinistackAppConfig(ministack.endpoint());
    id = appConfig.create("hello", "test", "settings");
    appConfig.deploy(id, "v1", "{\"TableName\": \"greetings\"}");
    app = AppProcess.ready(AppProcess.environment(ministack.endpoint(), dynamoDb, id));
  }

  @AfterAll
  void stop() {
    app.close();
    tables.close();
    ministack.close();
  }

  @Test
  void helloIsAPageByDefault() {
    HttpResponse<String> page = app.get("/hello");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(page.body())
        .contains(
            "Hello from Tom &amp; &lt;Jerry&gt;",
            "Developed with Java, deployed with Kubernetes",
            "background-color: lightblue");
    assertThat(app.get("/hello", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8").body())
        .startsWith("<!DOCTYPE html>");
  }

  @Test
  void helloIsJsonForWhoAsks() throws Exception {
    HttpResponse<String> answer = app.get("/hello", "Accept", "application/json");
    JsonNode hello = json.readTree(answer.body());
    assertThat(hello.get("name").textValue()).isEqualTo("Tom & <Jerry>");
    assertThat(hello.get("bgColor").textValue()).isEqualTo("lightblue");
    assertThat(hello.get("stale").booleanValue()).isFalse();
  }

  @Test
  void aChangeOfTheItemShowsAtOnce() {
    tables.put("greetings", "Changed");
    assertThat(app.get("/hello").body()).contains("Hello from Changed");
    tables.put("greetings", "Tom & <Jerry>");
    assertThat(app.get("/hello").body()).contains("Hello from Tom &amp;");
  }

  @Test
  void aMissingItemMakesTheGreetingStaleUntilItIsBack() throws Exception {
    app.get("/hello");
    tables.removeGreeting("greetings");
    JsonNode stale = json.readTree(app.get("/hello", "Accept", "application/json").body());
    assertThat(stale.get("stale").booleanValue()).isTrue();
    assertThat(stale.get("name").textValue()).isEqualTo("Tom & <Jerry>");
    assertThat(app.get("/hello").body()).contains("Stale");

    tables.put("greetings", "Tom & <Jerry>");
    assertThat(app.get("/hello").body()).doesNotContain("Stale");
  }

  @Test
  void tableNameTellsTableAndVersion() {
    assertThat(app.get("/table-name").body()).contains("Table: greetings", "Configuration: v1");
  }

  @Test
  void healthReadinessLivenessAndMetricsAreApart() {
    assertThat(app.get("/").body()).contains("healthy");
    assertThat(app.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(app.get("/health/ready").statusCode()).isEqualTo(200);
    app.get("/hello");
    assertThat(app.get("/metrics").body())
        .contains("greeting_reads_total", "config_polls_total", "http_server_requests_seconds");
  }

  /** Last by name, because it changes the configuration of the others. */
  @Test
  void zRefreshConfigKeepsThePollRules() {
    HttpResponse<String> early = refreshUntil(429);
    assertThat(early.body()).startsWith("Too early, next refresh possible at ");
    assertThat(early.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 16L);

    tables.seed("others", "The Others");
    appConfig.deploy(id, "v2", "{\"TableName\": \"others\"}");
    await("the configuration to be switched")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> app.get("/table-name").body().contains("Table: others"));
    assertThat(app.get("/hello").body()).contains("Hello from The Others");
    assertThat(app.messages()).contains("Configuration v2 is in force: table others");
  }

  /** The first call may fall into an open window; the next cannot. */
  private HttpResponse<String> refreshUntil(int status) {
    HttpResponse<String> first = app.get("/refresh-config");
    return first.statusCode() == status ? first : app.get("/refresh-config");
  }
}
