package io.twelvefactor.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.twelvefactor.operator.gitops.HealthChecks.Documented;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Argo CD's own test of health checks, on objects that HealthIT recorded from a real API server.
 * {@code -Dgolden.write=true} writes health_test.yaml anew, for a person to read.
 */
class HealthLuaTest {
  private static final List<String> KINDS = List.of("TwelveFactorApp", "AdminRun");

  @TestFactory
  Stream<DynamicTest> saysAsRecorded() {
    return KINDS.stream()
        .map(kind -> DynamicTest.dynamicTest(kind, () -> saysAsRecorded(HealthChecks.of(kind))));
  }

  private static void saysAsRecorded(HealthChecks checks) throws IOException {
    StringBuilder tests = new StringBuilder("tests:\n");
    for (String state : checks.states()) {
      LuaHealth health = checks.of(checks.object(state));
      tests.append(
          """
          - healthStatus:
              status: %s
              message: %s
            inputPath: testdata/%s.yaml
          """
              .formatted(health.status(), quoted(health.message()), state));
    }
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(checks.tests(), tests);
    }
    assertThat(tests).hasToString(HealthChecks.read(checks.tests()));
  }

  private static String quoted(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  @Test
  void saysAsDocumented() {
    HealthChecks checks = HealthChecks.of("TwelveFactorApp");
    Map<String, Documented> documented = Documented.states();
    assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(checks.states());
    documented.forEach(
        (state, says) ->
            assertThat(checks.of(checks.object(state)).status()).as(state).isEqualTo(says.argo()));
  }

  @Test
  void theConfigMapHasTheSameScripts() {
    ConfigMap map =
        Serialization.unmarshal(
            HealthChecks.read(Path.of("../examples/gitops/argocd/argocd-cm.yaml")),
            ConfigMap.class);
    assertThat(map.getData()).hasSameSizeAs(KINDS);
    for (String kind : KINDS) {
      assertThat(map.getData())
          .containsEntry(
              "resource.customizations.health.twelvefactor.io_" + kind,
              HealthChecks.of(kind).script());
    }
  }

  /** A script that breaks on what may be absent shows an app as Unknown. */
  @Test
  void takesAnyObject() {
    for (String kind : KINDS) {
      HealthChecks checks = HealthChecks.of(kind);
      for (String status :
          new String[] {
            "null",
            "{}",
            "{conditions: []}",
            "{observedGeneration: -1}",
            "{observedGeneration: 1}",
            "{observedGeneration: 1, conditions: []}",
            "{observedGeneration: 1, conditions: [{type: Other, status: 'True', reason: R, message: m}]}"
          }) {
        Map<?, ?> object =
            Serialization.unmarshal(
                "---\n{metadata: {name: shop, generation: 1}, status: %s}".formatted(status),
                Map.class);
        @SuppressWarnings("unchecked")
        LuaHealth health = checks.of((Map<String, ?>) object);
        assertThat(health.status()).as("%s with status %s", kind, status).isEqualTo("Progressing");
      }
    }
  }
}
