package io.twelvefactor.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.sample.Sample;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  private static final String WHOLE = Fingerprint.of(WholeInputs.get());

  @TestFactory
  Stream<DynamicTest> everyInputCounts() {
    return Variations.of(WholeInputs.get()).entrySet().stream()
        .map(
            variation ->
                DynamicTest.dynamicTest(
                    variation.getKey(),
                    () -> assertThat(Fingerprint.of(variation.getValue())).isNotEqualTo(WHOLE)));
  }

  @Test
  void walksEveryRecord() {
    // Given
    Set<String> paths = Variations.of(WholeInputs.get()).keySet();
    // When
    Set<String> prints = new HashSet<>();
    Variations.of(WholeInputs.get()).values().forEach(v -> prints.add(Fingerprint.of(v)));
    // Then
    assertThat(paths)
        .contains(
            ".image",
            ".logs",
            ".config[0].digest",
            ".bindings[2].values.tableName",
            ".bindings[0].env[0].key",
            ".processes[0].health.startup.seconds",
            ".processes[0].scheduling.tolerations[0].tolerationSeconds",
            ".processes[0].scratch[0].sizeLimit",
            ".processes[1].health.readiness.grpc",
            ".adminProcesses[0].resources.requests.cpu",
            ".podMetadata.annotations.contact",
            ".podTemplate")
        .hasSizeGreaterThan(120);
    assertThat(prints).hasSizeGreaterThan(120);
  }

  private static final String SPEC =
      """
      processes:
      - name: web
        port: 8080
        replicas: 2
      - name: worker
        autoscaling: {minReplicas: 1, maxReplicas: 3}
      adminProcesses:
      - {name: backup, args: [backup], schedule: "0 3 * * *", timeZone: Etc/UTC, timeoutSeconds: 60}
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "replicas | replicas: 2 | replicas: 7",
        "autoscaling | maxReplicas: 3 | maxReplicas: 9, metrics: [{type: Pods}]",
        "autoscaling instead of replicas | replicas: 2 | autoscaling: {external: true}",
        "singleton | replicas: 2 | singleton: true",
        "expose | replicas: 2 | expose: {hosts: [a.example], className: nginx}",
        "schedule | 0 3 * * * | 0 4 * * *",
        "timeZone | Etc/UTC | Europe/Berlin",
        "timeoutSeconds | timeoutSeconds: 60 | timeoutSeconds: 61",
      })
  void changesNothingOfThePods(String what, String before, String after) {
    assertThat(SPEC).contains(before);
    assertThat(of(SPEC.replace(before, after))).as(what).isEqualTo(of(SPEC));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "waivers | waivers: [{rule: a/b, reason: because of ticket 42}]",
        "codebase | codebase: {repository: https://git.example/shop, revision: 3f1c0de}",
        "release policy | release: {historyLimit: 3, progressDeadlineSeconds: 60}",
        "suspend | suspend: true",
        "networkPolicy | networkPolicy: {allowFrom: [{podLabels: {a: b}}]}",
        "role | serviceAccount: {roleArn: 'arn:aws:iam::123456789012:role/shop'}",
        "required | config: {required: [PORT]}",
        "empty config | config: {}",
        "default log mode | logs: {mode: Platform}",
        "empty logs | logs: {}",
        "null podTemplate | podTemplate: null",
        "empty podTemplate | podTemplate: {}",
        "empty podMetadata | podMetadata: {}",
        "empty labels | podMetadata: {labels: {}, annotations: null}",
        "empty lists | backingServices: []",
        "null lists | imagePullSecrets: null",
      })
  void isTheSameWithout(String what, String field) {
    assertThat(of(SPEC + field)).as(what).isEqualTo(of(SPEC));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"health: {}", "shutdown: {}", "resources: {}", "scheduling: {}", "health: null"})
  void anEmptyPartOfAProcessIsAnAbsentOne(String field) {
    assertThat(of(SPEC.replace("port: 8080", "port: 8080\n  " + field))).isEqualTo(of(SPEC));
  }

  @Test
  void whatIsEmptyInAPodTemplateCounts() {
    assertThat(of(SPEC + "podTemplate: {spec: {volumes: [{name: a, emptyDir: {}}]}}"))
        .isNotEqualTo(of(SPEC + "podTemplate: {spec: {volumes: [{name: a}]}}"));
    assertThat(of(SPEC + "podTemplate: {spec: {dnsPolicy: null}}"))
        .isNotEqualTo(of(SPEC + "podTemplate: {spec: {}}"));
  }

  @Test
  void keyOrderMeansNothing() {
    assertThat(of(SPEC + "podTemplate: {spec: {dnsPolicy: Default, hostname: a}, metadata: {}}"))
        .isEqualTo(
            of(SPEC + "podTemplate: {metadata: {}, spec: {hostname: a, dnsPolicy: Default}}"));
    assertThat(of(SPEC + "podMetadata: {labels: {a: b, c: d}}"))
        .isEqualTo(of(SPEC + "podMetadata: {labels: {c: d, a: b}}"));
  }

  /** Literals: were these to move, an upgrade of the operator would restart every app. */
  @Test
  void staysWhatItWas() {
    assertThat(WHOLE).isEqualTo("521c9b5cc023cbc2452e528380793afcca00c5765f2a2ac7489084d8e60b76c0");
  }

  /** The literal of before there were AppConfig and a release command. */
  @Test
  void whatCameLaterCountsOnlyWhereItIsUsed() {
    ReleaseInputs whole = WholeInputs.get();
    ReleaseInputs without =
        new ReleaseInputs(
            whole.app(),
            whole.image(),
            whole.imagePullSecrets(),
            whole.serviceAccount(),
            whole.config().stream().filter(config -> config.live() == null).toList(),
            null,
            whole.env(),
            whole.bindings(),
            whole.processes(),
            whole.adminProcesses(),
            whole.podMetadata(),
            whole.podTemplate(),
            whole.logs(),
            null);
    assertThat(Fingerprint.of(without))
        .isEqualTo("2fa6067d4541f44a58b62b4807f8a6186c4a4e4312d71cb0cb9ba118f7f58e8d");
  }

  @Test
  void contentInPlaceMakesNoRelease() {
    // Given
    String spec = SPEC + "backingServices: [{name: db, type: pg, secretRef: {name: db}%s}]";
    Map<Reference, Content> one = new HashMap<>();
    one.put(Reference.secret("db"), Sample.content("a", "uri"));
    Map<Reference, Content> other = new HashMap<>();
    other.put(Reference.secret("db"), Sample.content("b", "uri", "more"));
    // When
    TwelveFactorApp restart = Sample.app(spec.formatted(""));
    TwelveFactorApp inPlace = Sample.app(spec.formatted(", rotation: InPlace"));
    // Then
    assertThat(Fingerprint.of(Sample.inputs(inPlace, Sample.facts(one))))
        .isEqualTo(Fingerprint.of(Sample.inputs(inPlace, Sample.facts(other))));
    assertThat(Fingerprint.of(Sample.inputs(restart, Sample.facts(one))))
        .isNotEqualTo(Fingerprint.of(Sample.inputs(restart, Sample.facts(other))));
  }

  private static String of(String spec) {
    return Fingerprint.of(Sample.inputs(Sample.app(spec), Sample.facts()));
  }
}
