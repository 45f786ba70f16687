package io.twelvefactor.sample.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.appconfig.Configuration;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void theReferenceSolutionsContentIsRead() {
    Configuration content = content("v7", "{\"TableName\": \"hello-table\", \"more\": 1}");
    assertThat(Settings.problemOf(content)).isEmpty();
    assertThat(Settings.of(content)).isEqualTo(new Settings("hello-table", "v7"));
  }

  @Test
  void contentWithoutALabelIsNamedByItsDigest() {
    assertThat(Settings.of(content("", "{\"TableName\":\"abc\"}")).version())
        .startsWith("sha256:")
        .hasSize(19);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"TableName\": \"cut o",
        "[]",
        "null",
        "{}",
        "{\"tablename\": \"abc\"}",
        "{\"TableName\": 5}",
        "{\"TableName\": \"ab\"}",
        "{\"TableName\": \"a b c\"}"
      })
  void anythingElseIsRefusedWithoutShowingIt(String text) {
    assertThat(Settings.problemOf(content("v1", text)))
        .hasValueSatisfying(problem -> assertThat(problem).doesNotContain("cut o", "a b c"));
  }

  private static Configuration content(String version, String text) {
    return new Configuration(
        version, "application/json", text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
  }
}
