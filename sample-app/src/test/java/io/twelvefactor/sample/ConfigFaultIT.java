package io.twelvefactor.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.testkit.AppConfigStub;
import io.twelvefactor.appconfig.testkit.AppConfigStub.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** AppConfig in trouble while the app starts: it waits, says why, and gets over it. */
class ConfigFaultIT {

  private static final ConfigurationId ID = new ConfigurationId("hello", "test", "settings");

  @Test
  void withoutConfigurationTheAppIsAliveButNotReadyAndGetsOverIt() throws IOException {
    try (var stub = new AppConfigStub(Clock.systemUTC());
        var app =
            AppProcess.start(
                AppProcess.environment(stub.endpoint(), URI.create("http://127.0.0.1:1"), ID))) {
      await("the app to listen")
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> app.get("/health/live").statusCode() == 200);
      assertThat(app.get("/health/ready").statusCode()).isEqualTo(503);
      HttpResponse<String> hello = app.get("/hello");
      assertThat(hello.statusCode()).isEqualTo(503);
      assertThat(hello.headers().firstValue("Retry-After")).isPresent();
      await("the reason to be told")
          .atMost(Duration.ofSeconds(20))
          .until(() -> app.get("/").body().contains("404 ResourceNotFoundException"));
      assertThat(app.get("/").statusCode()).isEqualTo(503);

      stub.play(Fault.THROTTLE, Fault.INTERNAL_ERROR);
      stub.deploy(ID, "v1", "{\"TableName\": \"greetings\"}");
      app.awaitReady();
      assertThat(stub.calls()).contains("start 429", "start 500").doesNotContain("latest 400");
      assertThat(app.get("/table-name").body()).contains("Configuration: v1");
    }
  }

  @Test
  void refreshTellsAFailureAndKeepsTheConfiguration() throws IOException {
    try (var stub = new AppConfigStub(Clock.systemUTC())) {
      stub.interval(Duration.ofSeconds(15));
      stub.deploy(ID, "v1", "{\"TableName\": \"greetings\"}");
      var environment =
          AppProcess.environment(stub.endpoint(), URI.create("http://127.0.0.1:1"), ID);
      environment.put("APPCONFIG_POLL_SECONDS", "600");
      try (var app = AppProcess.ready(environment)) {
        assertThat(app.get("/refresh-config").statusCode()).isEqualTo(429);

        // Once the window is open, before the app's own pace: first unchanged, later refused.
        assertThat(refreshed(app).body()).isEqualTo("Nothing to refresh\n");
        stub.deploy(ID, "v2", "{\"Table\": \"greetings\"}");
        assertThat(refreshed(app).body()).contains("Config not refreshed", "has no \"TableName\"");
        assertThat(app.get("/table-name").body()).contains("Table: greetings", "Problem: ");
        stub.deploy(ID, "v3", "{\"TableName\": \"others\"}");
        assertThat(refreshed(app).body()).isEqualTo("Config refreshed\n");
        assertThat(app.get("/table-name").body())
            .contains("Table: others")
            .doesNotContain("Problem");
        assertThat(stub.calls()).doesNotContain("latest 400");
      }
    }
  }

  private static HttpResponse<String> refreshed(AppProcess app) {
    return await("the poll window to open")
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> app.get("/refresh-config"), answer -> answer.statusCode() != 429);
  }
}
