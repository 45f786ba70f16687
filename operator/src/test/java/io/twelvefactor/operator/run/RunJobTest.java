package io.twelvefactor.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.sample.Sample;
import io.twelvefactor.operator.surround.Surroundings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pod of a run: a release's own, and nobody else's. */
class RunJobTest {
  private static final TwelveFactorApp APP =
      Sample.app(
          """
          processes:
          - {name: web, port: 8080, replicas: 2, command: [serve]}
          - {name: worker, command: [work]}
          adminProcesses: [{name: backup, command: [backup], timeoutSeconds: 60}, {name: web, args: [b]}]
          networkPolicy: {}
          podTemplate:
            metadata: {labels: {twelvefactor.io/process: web, app.kubernetes.io/component: web}}
            spec:
              containers: [{name: sidecar, image: mesh}]
              affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a}]}}
          """);

  @ParameterizedTest
  @ValueSource(
      strings = {"process: backup", "process: web", "command: [x]", "args: [x], processType: web"})
  void noSelectorMeetsIt(String what) {
    // Given
    Map<String, String> labels = template(what).getMetadata().getLabels();
    // Then
    List<Map<String, String>> selectors =
        Surroundings.of(APP, Sample.running(APP), Sample.facts()).stream()
            .map(
                object ->
                    object instanceof Deployment d
                        ? d.getSpec().getSelector().getMatchLabels()
                        : object instanceof Service s
                            ? s.getSpec().getSelector()
                            : object instanceof PodDisruptionBudget b
                                ? b.getSpec().getSelector().getMatchLabels()
                                : null)
            .filter(selector -> selector != null)
            .toList();
    assertThat(selectors)
        .hasSizeGreaterThan(3)
        .noneMatch(selector -> labels.entrySet().containsAll(selector.entrySet()));
    Surroundings.of(APP, Sample.running(APP), Sample.facts()).stream()
        .filter(NetworkPolicy.class::isInstance)
        .map(NetworkPolicy.class::cast)
        .flatMap(policy -> policy.getSpec().getPodSelector().getMatchExpressions().stream())
        .forEach(expression -> assertThat(labels).doesNotContainKey(expression.getKey()));
    assertThat(labels).containsEntry("app.kubernetes.io/component", "run");
  }

  @Test
  void aCommandHasNothingBesideItThatGoesOn() {
    PodTemplateSpec template = template("command: [x]");
    assertThat(template.getSpec().getContainers())
        .extracting(Container::getName)
        .containsExactly("web");
    assertThat(template.getSpec().getAffinity()).isNull();
    assertThat(template.getSpec().getTopologySpreadConstraints()).isEmpty();
    assertThat(template.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(template.getMetadata().getAnnotations())
        .containsEntry("kubectl.kubernetes.io/default-container", "web");
  }

  @ParameterizedTest
  @CsvSource({
    "'process: backup', 60",
    "'process: backup, timeoutSeconds: 5', 5",
    "'process: web', 3600",
    "'command: [x]', 3600",
  })
  void isStoppedInTheEnd(String what, long seconds) {
    assertThat(
            RunJob.of(run(what), APP, Sample.release(4, APP, ReleaseOutcome.Current))
                .getSpec()
                .getActiveDeadlineSeconds())
        .isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "process: worker | spec.process: the release has no admin process 'worker' (it has: backup, web)",
        "command: [x], processType: backup | spec.processType: the release has no process type 'backup' (it has: web, worker)",
      })
  void saysWhatTheReleaseHas(String what, String message) {
    assertThatThrownBy(() -> template(what)).hasMessage(message);
  }

  private static PodTemplateSpec template(String what) {
    return RunJob.of(run(what), APP, Sample.release(4, APP, ReleaseOutcome.Current))
        .getSpec()
        .getTemplate();
  }

  private static AdminRun run(String what) {
    return Sample.parse(
        "---\n{apiVersion: twelvefactor.io/v1alpha1, kind: AdminRun, metadata: {name: now, namespace: acme, uid: u}, spec: {app: shop, %s}}"
            .formatted(what),
        AdminRun.class);
  }
}
