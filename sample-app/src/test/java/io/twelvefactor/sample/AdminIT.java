package io.twelvefactor.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.testkit.EmulatorProcess;
import io.twelvefactor.appconfig.testkit.MinistackAppConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The admin processes against ministack, which knows backups; DynamoDB Local does not. */
class AdminIT {

  private record Result(int exitCode, JsonNode last) {
    String text(String field) {
      return last.get(field).textValue();
    }
  }

  private static EmulatorProcess ministack;
  private static MinistackAppConfig appConfig;
  private static int made;

  @BeforeAll
  static void start() {
    ministack = EmulatorProcess.start("ministack");
    appConfig = new MinistackAppConfig(ministack.endpoint());
  }

  @AfterAll
  static void stop() {
    ministack.close();
  }

  @Test
  void seedBackUpRestoreAndDeleteAndEachTwice() throws Exception {
    var environment = environment("admin-table");

    Result seeded = run(environment, "seed-table");
    assertThat(seeded.exitCode()).isZero();
    assertThat(seeded.text("tableCreated")).isEqualTo("true");
    Result again = run(environment, "seed-table", "--name", "Somebody else");
    assertThat(again.exitCode()).isZero();
    assertThat(again.text("message")).contains("it stays");

    String first = backUp(environment);
    String second = backUp(environment);
    assertThat(first).isNotEqualTo(second).startsWith("arn:aws:dynamodb:");

    assertThat(run(environment, "delete-backups", "--keep", "1").text("deleted")).isEqualTo("1");
    assertThat(run(environment, "delete-backups", "--keep", "1").text("deleted")).isEqualTo("0");
    assertThat(run(environment, "restore-table", "--backup", first, "--to", "gone").exitCode())
        .as("the older one is deleted")
        .isOne();

    Result restored = run(environment, "restore-table", "--backup", second, "--to", "restored");
    assertThat(restored.exitCode()).isZero();
    assertThat(greetingOf("restored")).contains("Hello from Twelve-Factor App");
    assertThat(
            run(environment, "restore-table", "--backup", second, "--to", "admin-table").exitCode())
        .as("never over a table that comes from elsewhere")
        .isOne();
  }

  @Test
  void whatIsWrongDecidesTheExitCode() throws Exception {
    var environment = environment("never-made");
    Result noTable = run(environment, "backup-table");
    assertThat(noTable.exitCode()).isOne();
    assertThat(noTable.text("message")).contains("never-made");

    var unreachable = new HashMap<>(environment);
    unreachable.put("AWS_ENDPOINT_URL_APPCONFIGDATA", "http://127.0.0.1:1");
    assertThat(run(unreachable, "backup-table").exitCode()).isEqualTo(75);

    var incomplete = new HashMap<>(environment);
    incomplete.put("APPCONFIG_PROFILE", "");
    Result missing = run(incomplete, "backup-table");
    assertThat(missing.exitCode()).isEqualTo(78);
    assertThat(missing.text("message")).contains("APPCONFIG_PROFILE is not set");

    try (var usage = AppProcess.start(environment, "delete-backups")) {
      assertThat(usage.exitCode()).isEqualTo(2);
    }
  }

  @Test
  void webRefusesToStartWithoutItsEnvironmentInOneLine() throws Exception {
    var environment = environment("any");
    environment.put("AWS_REGION", "");
    environment.put("PORT", "eighty");
    Result refused = run(environment);
    assertThat(refused.exitCode()).isEqualTo(78);
    assertThat(refused.text("message")).contains("AWS_REGION is not set", "PORT is \"eighty\"");
  }

  private String backUp(Map<String, String> environment) throws Exception {
    Result done = run(environment, "backup-table");
    assertThat(done.exitCode()).isZero();
    return done.text("backupArn");
  }

  private static String greetingOf(String table) {
    try (var app = AppProcess.ready(environment(table))) {
      return app.get("/hello").body();
    }
  }

  private static Result run(Map<String, String> environment, String... arguments) throws Exception {
    try (var process = AppProcess.start(environment, arguments)) {
      int exitCode = process.exitCode();
      assertThat(process.messages()).as("one thing said").hasSize(1);
      return new Result(exitCode, new ObjectMapper().readTree(process.log()));
    }
  }

  private static Map<String, String> environment(String table) {
    int n = ++made;
    ConfigurationId id = appConfig.create("admin-" + n, "test", "settings");
    appConfig.deploy(id, "v1", "{\"TableName\": \"" + table + "\"}");
    return AppProcess.environment(ministack.endpoint(), ministack.endpoint(), id);
  }
}
