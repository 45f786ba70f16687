package io.twelvefactor.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.testkit.EmulatorProcess;
import io.twelvefactor.appconfig.testkit.MinistackAppConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A deployment in AppConfig reaches every instance, and restarts none. */
class ConfigSwitchIT {

  @Test
  void twoInstancesReadTheOtherTableWithinOnePollInterval() {
    try (var ministack = EmulatorProcess.start("ministack");
        var tables = new Tables(ministack.endpoint())) {
      // Given
      tables.seed("first", "The First");
      tables.seed("second", "The Second");
      var appConfig = new MinistackAppConfig(ministack.endpoint());
      ConfigurationId id = appConfig.create("hello", "test", "settings");
      appConfig.deploy(id, "v1", "{\"TableName\": \"first\"}");
      var environment = AppProcess.environment(ministack.endpoint(), ministack.endpoint(), id);
      try (var one = AppProcess.ready(environment);
          var two = AppProcess.ready(environment)) {
        List<AppProcess> both = List.of(one, two);
        assertThat(both).allMatch(app -> app.get("/hello").body().contains("The First"));

        // When
        appConfig.deploy(id, "v2", "{\"TableName\": \"second\"}");

        // Then: one interval is 15 s; the rest is for a slow and busy machine.
        await("both instances to read the second table")
            .atMost(Duration.ofSeconds(40))
            .pollInterval(Duration.ofMillis(100))
            .until(
                () ->
                    both.stream().allMatch(app -> app.get("/hello").body().contains("The Second")));

        // And what is not a configuration is refused by both, without harm.
        appConfig.deploy(id, "v3", "{\"TableName\": \"sec");
        await("both instances to report the refusal")
            .atMost(Duration.ofSeconds(40))
            .pollInterval(Duration.ofMillis(100))
            .until(
                () ->
                    both.stream()
                        .allMatch(
                            app ->
                                app.get("/table-name")
                                    .body()
                                    .contains("Problem: the configuration is not a JSON object")));
        assertThat(both)
            .allMatch(app -> app.get("/hello").body().contains("The Second"))
            .allMatch(app -> app.get("/health/ready").statusCode() == 200);
        assertThat(both).allSatisfy(app -> assertThat(starts(app)).as("never restarted").isOne());
      }
    }
  }

  private static long starts(AppProcess app) {
    return app.messages().stream().filter(text -> text.contains("started in")).count();
  }
}
