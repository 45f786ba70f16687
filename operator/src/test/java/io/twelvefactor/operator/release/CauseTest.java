package io.twelvefactor.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.sample.Sample;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseTest {
  private static final String BEFORE =
      """
      image: one
      config: {sources: [{configMapRef: {name: flags}}], env: [{name: A, value: old}]}
      backingServices: [{name: db, type: pg, values: {a: secret-like}}]
      processes: [{name: web, port: 80}, {name: worker}]
      adminProcesses: [{name: backup, args: [backup]}]
      """;

  @Test
  void theFirstReleaseHasNoOtherCause() {
    assertThat(Cause.of(Optional.empty(), WholeInputs.get())).isEqualTo("first release");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "image: one | image: two | changed: image",
        "value: old | value: new | changed: env A",
        "name: A | name: B | changed: env A, env B",
        "secret-like | other | changed: backing service db",
        "port: 80 | port: 81 | changed: process web",
        ", {name: worker} | `` | changed: process worker",
        "args: [backup] | args: [save] | changed: admin process backup",
        "{name: flags} | {name: flags, mountPath: /x} | changed: config of ConfigMap flags",
        "image: one | `image: one\nrelease: {command: [migrate]}` | changed: release command",
        "image: one | `image: one\nserviceAccount: {name: other}` | changed: settings of the pods",
      })
  void namesWhatChangedAndNeverAValue(String from, String to, String cause) {
    assertThat(BEFORE).contains(from);
    assertThat(Cause.of(Optional.of(of(BEFORE)), of(BEFORE.replace(from, to)))).isEqualTo(cause);
  }

  @Test
  void contentOfASourceIsAChangeOfIt() {
    assertThat(
            Cause.of(
                Optional.of(of(BEFORE)),
                Sample.inputs(
                    Sample.app(BEFORE),
                    Sample.facts(Map.of(Reference.configMap("flags"), Sample.content("b"))))))
        .isEqualTo("changed: config of ConfigMap flags");
  }

  @Test
  void aRotatedSecretIsToldApartFromAChangeOfTheSpec() {
    // Given
    String spec =
        """
        config: {sources: [{secretRef: {name: keys}}]}
        backingServices: [{name: db, type: pg, secretRef: {name: db}}]
        """;
    ReleaseInputs before = of(spec, "a", "a");
    // Then
    assertThat(Cause.of(Optional.of(before), of(spec, "b", "a"))).isEqualTo("rotated: Secret keys");
    assertThat(Cause.of(Optional.of(before), of("image: two\n" + spec, "b", "b")))
        .isEqualTo("changed: image; rotated: Secret keys, backing service db");
    assertThat(Cause.of(Optional.of(before), of(spec.replace("pg", "mysql"), "a", "b")))
        .isEqualTo("changed: backing service db");
    assertThat(Cause.isDeclared(before, of(spec, "b", "b"))).isFalse();
    assertThat(Cause.isDeclared(before, of("image: two\n" + spec, "a", "a"))).isTrue();
  }

  private static ReleaseInputs of(String spec, String keys, String db) {
    return Sample.inputs(
        Sample.app(spec),
        Sample.facts(
            Map.of(
                Reference.secret("keys"), Sample.content(keys, "KEY"),
                Reference.secret("db"), Sample.content(db, "uri"))));
  }

  private static ReleaseInputs of(String spec) {
    return Sample.inputs(
        Sample.app(spec), Sample.facts(Map.of(Reference.configMap("flags"), Sample.content("a"))));
  }
}
