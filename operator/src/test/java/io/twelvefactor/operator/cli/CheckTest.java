package io.twelvefactor.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twelvefactor.operator.rules.Corpus;
import io.twelvefactor.operator.rules.RuleBook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} tells what the API server would. */
class CheckTest {
  private static final String GOOD = "src/test/resources/corpus/good/";
  private static final String BAD = "src/test/resources/corpus/bad/";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void aCleanAppIsNotTalkedAbout() {
    Call call = Call.of("check", "-f", GOOD + "flask-cache.yaml");
    assertThat(call.status()).isZero();
    assertThat(call.output()).isEqualToNormalizingNewlines("0 found in 1 objects\n");
    assertThat(call.errors()).isEmpty();
  }

  @Test
  void aProblemIsToldWithFileAndLine() {
    Call call = Call.of("check", "-f", BAD + "env-log-dir.yaml");
    assertThat(call.status()).isOne();
    assertThat(call.output())
        .startsWith(
            BAD
                + "env-log-dir.yaml:9: TwelveFactorApp/env-log-dir: logs/file: spec.config.env[APP_LOG_DIR]: ");
  }

  @Test
  void everyExampleOfTheCorpusInOneCall() {
    Call call = Call.of("check", "--production", "-f", "src/test/resources/corpus/bad");
    assertThat(call.status()).isOne();
    Corpus.all().stream()
        .filter(example -> !example.good() && example.terms().annotations().isEmpty())
        .filter(example -> !example.name().contains("waiver"))
        .forEach(
            example ->
                example
                    .expected()
                    .forEach(
                        message ->
                            assertThat(call.output())
                                .contains(
                                    ": TwelveFactorApp/" + nameOf(example) + ": " + message)));
  }

  private static Object nameOf(Corpus.Example example) {
    return ((java.util.Map<?, ?>) example.app().get("metadata")).get("name");
  }

  @Test
  void theSchemaComesFirst() {
    Call call = Call.of("check", "-f", "../crds/invalid/port-too-high.yaml");
    assertThat(call.status()).isOne();
    assertThat(call.output())
        .contains("schema/valid: spec.processes[0].port: Invalid value: 70000: ");
  }

  @Test
  void aNamespaceAmongTheManifestsSaysHowStrictly() throws IOException {
    // Given
    Path file = directory.resolve("all.yaml");
    String app =
        """
        ---
        apiVersion: twelvefactor.io/v1alpha1
        kind: TwelveFactorApp
        metadata: {name: shop, namespace: shop}
        spec:
          image: shop:1
          replicas: 2
          waivers: [{rule: build-release-run/digest, reason: see ticket 42}]
        """;
    String namespace =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {%s}, annotations: {%s}}
        """;
    // Then
    Files.writeString(file, app);
    assertThat(Call.of("check", "-f", file.toString()).status()).as("waived").isZero();
    Files.writeString(file, namespace.formatted("", "") + app);
    assertThat(Call.of("check", "-f", file.toString()).status()).as("not allowed").isOne();
    Files.writeString(file, namespace.formatted("twelvefactor.io/enforce: warn", "") + app);
    Call warned = Call.of("check", "-f", file.toString());
    assertThat(warned.status()).isZero();
    assertThat(warned.output()).contains("warning: build-release-run/digest");
    Files.writeString(
        file,
        namespace.formatted("", "twelvefactor.io/waivers-allowed: build-release-run/digest") + app);
    assertThat(Call.of("check", "-f", file.toString()).output()).contains("0 found in 1 objects");
  }

  @Test
  void anExpiredWaiverIsNone() throws IOException {
    Path file = directory.resolve("app.yaml");
    Files.writeString(
        file,
        """
        apiVersion: twelvefactor.io/v1alpha1
        kind: TwelveFactorApp
        metadata: {name: shop}
        spec:
          image: shop:1
          replicas: 2
          waivers: [{rule: build-release-run/digest, reason: see ticket 42, expires: 2020-01-31}]
        """);
    Call call = Call.of("check", "-f", file.toString());
    assertThat(call.status()).isOne();
    assertThat(call.output()).contains("; its waiver expired on 2020-01-31");
  }

  @Test
  void yamlIsReadAsKubectlReadsIt() throws IOException {
    Path file = directory.resolve("app.yaml");
    Files.writeString(
        file,
        """
        apiVersion: twelvefactor.io/v1alpha1
        kind: TwelveFactorApp
        metadata: {name: shop}
        spec: {image: a, replicas: 2, config: {env: [{name: A, value: "off"}, {name: B, value: off}]}}
        """);
    assertThat(Call.of("check", "-f", file.toString()).output())
        .contains("spec.config.env[1].value in body must be of type string: \"boolean\"")
        .doesNotContain("env[0]");
  }

  @Test
  void standardInputIsReadToo() {
    InputStream before = System.in;
    String app = Corpus.all().get(0).text();
    System.setIn(new ByteArrayInputStream(app.getBytes(StandardCharsets.UTF_8)));
    Call call = Call.of("check", "-f", "-");
    System.setIn(before);
    assertThat(call.status()).isOne();
    assertThat(call.output()).startsWith("-:");
  }

  @Test
  void badInputIsToldApartFromFindings() throws IOException {
    Path file = directory.resolve("values.yaml");
    assertThat(Call.of("check", "-f", "absent.yaml").status()).isEqualTo(2);
    Files.writeString(file, "a: [b\n");
    Call unclosed = Call.of("check", "-f", file.toString());
    assertThat(unclosed.status()).isEqualTo(2);
    assertThat(unclosed.errors()).contains("values.yaml:2: not YAML: ");
    Files.writeString(file, "replicas: 2\n");
    Call values = Call.of("check", "-f", file.toString());
    assertThat(values.errors()).contains("values.yaml:1: not a Kubernetes manifest");
    assertThat(Call.of("check", "-f", directory.toString()).errors()).contains("nothing to check");
    assertThat(Call.of("check").status()).isEqualTo(2);
  }

  @Test
  void jsonAndSarif() throws IOException {
    JsonNode json =
        JSON.readTree(Call.of("check", "-o", "json", "-f", BAD + "many-faults.yaml").output());
    assertThat(json.at("/objects").asInt()).isOne();
    assertThat(json.at("/problems").size()).isEqualTo(10);
    assertThat(json.at("/problems/0/rule").asText()).isEqualTo("dependencies/host");
    JsonNode sarif =
        JSON.readTree(Call.of("check", "-o", "sarif", "-f", BAD + "many-faults.yaml").output());
    assertThat(sarif.at("/version").asText()).isEqualTo("2.1.0");
    assertThat(sarif.at("/runs/0/tool/driver/rules").size())
        .isEqualTo(RuleBook.shipped().rules().size());
    assertThat(sarif.at("/runs/0/results/0/ruleId").asText()).isEqualTo("dependencies/host");
    assertThat(sarif.at("/runs/0/results/0/locations/0/physicalLocation/region/startLine").asInt())
        .isPositive();
  }
}
