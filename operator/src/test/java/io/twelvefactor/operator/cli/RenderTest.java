package io.twelvefactor.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderTest {
  private static final String APP =
      """
      apiVersion: twelvefactor.io/v1alpha1
      kind: TwelveFactorApp
      metadata: {name: %s}
      spec: {image: "a@sha256:b", replicas: 1}
      """;

  @TempDir private Path directory;

  @Test
  void readsStandardInput() {
    // Given
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(APP.formatted("shop").getBytes(StandardCharsets.UTF_8)));
    // When
    Call call = Call.of("render", "-f", "-");
    System.setIn(before);
    // Then
    assertThat(call.status()).isZero();
    assertThat(call.errors()).isEmpty();
    assertThat(call.output()).contains("name: \"shop-web\"");
  }

  @Test
  void rendersEveryAppOfEveryDocument() throws IOException {
    Call call = render(APP.formatted("one") + "---\n" + APP.formatted("two"));
    assertThat(call.output().split("kind: \"Deployment\"")).hasSize(3);
    assertThat(call.output()).contains("one-web", "two-web").doesNotContain("ownerReferences");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no image | {apiVersion: twelvefactor.io/v1alpha1, kind: TwelveFactorApp, metadata: {name: a}, spec: {replicas: 1}} | a: spec.image is missing",
        "no spec | {apiVersion: twelvefactor.io/v1alpha1, kind: TwelveFactorApp, metadata: {name: a}} | a: spec.image is missing",
        "no name | {apiVersion: twelvefactor.io/v1alpha1, kind: TwelveFactorApp, spec: {image: b, replicas: 1}} | metadata.name is missing",
        "reference | {apiVersion: twelvefactor.io/v1alpha1, kind: TwelveFactorApp, metadata: {name: a}, spec: {image: b, replicas: 1, config: {sources: [{configMapRef: {name: x}}]}}} | a: spec.config.sources[0].configMapRef: ConfigMap x does not exist",
        "clash | {apiVersion: twelvefactor.io/v1alpha1, kind: TwelveFactorApp, metadata: {name: a}, spec: {image: b, processes: [{name: w, scratch: [{path: /tmp}]}]}} | a: the directory /tmp is claimed twice",
        "wrong type | {apiVersion: twelvefactor.io/v1alpha1, kind: TwelveFactorApp, metadata: {name: a}, spec: {image: b, replicas: many}} | is not a manifest",
        "bad YAML | `kind: [` | is not a manifest",
        "text | text | is not a Kubernetes manifest",
        "empty file | `` | is empty",
        "only comments | # nothing | is empty",
        "no app | {apiVersion: v1, kind: ConfigMap, metadata: {name: a}} | no TwelveFactorApp in",
      })
  void tellsInOneLineWhatIsWrong(String what, String yaml, String message) throws IOException {
    // When
    Call call = render("---\n" + (yaml == null ? "" : yaml));
    // Then
    assertThat(call.status()).as(what).isEqualTo(1);
    assertThat(call.output()).isEmpty();
    assertThat(call.errors()).contains(message).doesNotContain("Exception", "\tat ");
    assertThat(call.errors().strip().lines()).hasSize(1);
  }

  @Test
  void tellsOfAMissingFile() {
    Call call = Call.of("render", "-f", directory.resolve("nowhere.yaml").toString());
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errors()).contains("nowhere.yaml cannot be read: there is no such file");
  }

  @Test
  void aWrongCallIsAnotherStatus() {
    assertThat(Call.of("render").status()).isEqualTo(2);
    assertThat(Call.of("paint").status()).isEqualTo(2);
  }

  private Call render(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("app.yaml"), yaml);
    return Call.of("render", "-f", file.toString());
  }
}
