package io.twelvefactor.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.operator.appconfig.Snapshot;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotContentTest {
  private static final String JSON = "application/json";

  private static Snapshot snapshot(String type, String text) {
    return new Snapshot("7", type, text, Instant.EPOCH);
  }

  private static Map<String, String> variables(String type, String text) throws Exception {
    return SnapshotContent.of(snapshot(type, text), false).data();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": \"x\"} | A=x",
        "{\"LOG_LEVEL\": \"info\"} | LOG_LEVEL=info",
        "{\"tableName\": \"t\"} | TABLE_NAME=t",
        "{\"s3BucketName\": \"b\"} | S3_BUCKET_NAME=b",
        "{\"cache\": {\"max-age\": 30}} | CACHE_MAX_AGE=30",
        "{\"a.b\": {\"c d\": true}} | A_B_C_D=true",
        "{\"ratio\": 0.10} | RATIO=0.10",
        "{\"big\": 12345678901234567890} | BIG=12345678901234567890",
        "{\"kinds\": [\"a\", 1]} | KINDS=[\"a\",1]",
        "{\"none\": null, \"a\": \"\"} | A=",
        "{\"checkout\": {\"enabled\": true, \"limit\": 5}} | CHECKOUT_ENABLED=true,CHECKOUT_LIMIT=5",
      })
  void keysBecomeNames(String json, String expected) throws Exception {
    StringBuilder names = new StringBuilder();
    variables(JSON, json)
        .forEach(
            (name, value) -> names.append(names.isEmpty() ? "" : ",").append(name + "=" + value));
    assertThat(names.toString()).isEqualTo(expected);
  }

  @Test
  void yamlReadsAsJsonDoes() throws Exception {
    assertThat(variables("application/x-yaml", "cache:\n  maxAge: 30\nkinds: [a, b]\n"))
        .isEqualTo(variables(JSON, "{\"cache\": {\"maxAge\": 30}, \"kinds\": [\"a\", \"b\"]}"));
  }

  @Test
  void aFileIsWhatItWas() throws Exception {
    assertThat(SnapshotContent.of(snapshot("text/plain", "any \"thing\""), true).data())
        .isEqualTo(Map.of("config.txt", "any \"thing\""));
    assertThat(SnapshotContent.of(snapshot(JSON, "{\"a\": 1}"), true).data())
        .isEqualTo(Map.of("config.json", "{\"a\": 1}"));
    assertThat(SnapshotContent.of(snapshot("text/yaml", "a: 1"), true).data())
        .isEqualTo(Map.of("config.yaml", "a: 1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json | {\"secret\": \"tor | is not valid JSON (line 1)",
        "application/json | {\"secret\": 1} {} | is not valid JSON",
        "application/json | {\"secret\": 1, \"secret\": 2} | is not valid JSON",
        "application/json | [1] | is no object with keys",
        "application/json | 1 | is no object with keys",
        "application/json | {\"1a\": 1} | has the key '1a', which names no environment variable",
        "application/json | {\"\": 1} | has the key '', which names no environment variable",
        "application/json | {\"a-b\": 1, \"a_b\": 2} | has two keys that become A_B",
        "application/json | {\"port\": 1} | has the key 'port', but the operator sets PORT",
        "text/plain | secret | is plain text (content type 'text/plain'), which has no keys",
        "application/x-yaml | {a: [secret | is not valid YAML",
      })
  void whatCannotBeVariablesIsRefusedWithoutQuotingIt(String type, String text, String problem) {
    assertThat(SnapshotContent.problem(snapshot(type, text), false))
        .hasValueSatisfying(
            said -> assertThat(said).startsWith("version 7 " + problem).doesNotContain("secret"));
  }

  @Test
  void whatIsTooLargeIsRefused() {
    String value = "x".repeat(128 * 1024);
    assertThat(SnapshotContent.problem(snapshot(JSON, "{\"a\": \"" + value + "\"}"), false))
        .hasValueSatisfying(said -> assertThat(said).contains("too long for an environment"));
    assertThat(SnapshotContent.problem(snapshot(JSON, "{\"a\": \"" + value + "\"}"), true))
        .isEmpty();
    assertThat(SnapshotContent.problem(snapshot("text/plain", value.repeat(8)), true))
        .hasValueSatisfying(said -> assertThat(said).contains("larger than the 1000000 bytes"));
  }

  @Test
  void tornFilesAreRefusedToo() {
    assertThat(SnapshotContent.problem(snapshot(JSON, "{\"a\": "), true)).isPresent();
  }

  @Test
  void aFileAndVariablesOfOneContentAreTwoThings() throws Exception {
    Snapshot snapshot = snapshot(JSON, "{\"a\": 1}");
    assertThat(SnapshotContent.of(snapshot, true).digest())
        .isNotEqualTo(SnapshotContent.of(snapshot, false).digest());
  }
}
