package io.twelvefactor.operator.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.twelvefactor.operator.release.ReleaseInputs;
import io.twelvefactor.operator.release.Templates;
import io.twelvefactor.operator.release.Unrenderable;
import io.twelvefactor.operator.release.Variations;
import io.twelvefactor.operator.release.WholeInputs;
import io.twelvefactor.operator.sample.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodTemplatesTest {
  private static final PodTemplates RENDERER = new PodTemplates();

  /**
   * What is in the fingerprint and shows in no template, each with its reason. All else that counts
   * for a release must be seen in its templates, or somebody forgot to shape it.
   */
  private static final Map<String, String> NOT_SHAPED =
      Map.ofEntries(
          Map.entry(".config.keys", "which keys there are is told by the digest"),
          Map.entry(".config.source", "what the app reads itself is told by what it is told"),
          Map.entry(".bindings.keys", "which keys there are is told by the digest"),
          Map.entry(".bindings.object", "what stands for a service is no concern of the app"),
          Map.entry(
              ".processes.health.readiness.tcp", "what a check is where it says nothing else"),
          Map.entry(".processes.health.liveness.tcp", "what a check is where it says nothing else"),
          Map.entry(".processes.protocol", "what is spoken on a port shapes the Service"),
          Map.entry(".adminProcesses.protocol", "nobody connects to an admin process"),
          Map.entry(".adminProcesses.health", "nobody connects to an admin process"),
          Map.entry(".adminProcesses.shutdown", "an admin process ends by itself"));

  @TestFactory
  Stream<DynamicTest> everyInputShows() {
    Templates whole = RENDERER.render(WholeInputs.get(), 1);
    Map<String, List<Templates>> components = byComponent();
    assertThat(components.keySet()).containsAll(NOT_SHAPED.keySet()).hasSizeGreaterThan(60);
    return components.entrySet().stream()
        .map(
            component ->
                DynamicTest.dynamicTest(
                    component.getKey(),
                    () ->
                        assertThat(
                                component.getValue().stream()
                                    .anyMatch(templates -> !templates.equals(whole)))
                            .as("whether a change of %s shows", component.getKey())
                            .isEqualTo(!NOT_SHAPED.containsKey(component.getKey()))));
  }

  /** The variations of one component, wherever in a list it is. */
  private static Map<String, List<Templates>> byComponent() {
    Map<String, List<Templates>> rendered = new TreeMap<>();
    Variations.of(WholeInputs.get())
        .forEach(
            (path, inputs) ->
                render(inputs)
                    .ifPresent(
                        templates ->
                            rendered
                                .computeIfAbsent(
                                    path.replaceAll("\\[\\d+]|=.*", ""), p -> new ArrayList<>())
                                .add(templates)));
    return rendered;
  }

  /** What the schema requires cannot be left out. */
  private static Optional<Templates> render(ReleaseInputs inputs) {
    try {
      return Optional.of(RENDERER.render(inputs, 1));
    } catch (NullPointerException absent) {
      return Optional.empty();
    }
  }

  @Test
  void theNumberIsOnThePodAndNowhereElse() {
    // Given
    String one = Sample.yaml(RENDERER.render(WholeInputs.get(), 1));
    String two = Sample.yaml(RENDERER.render(WholeInputs.get(), 2));
    // Then
    assertThat(one).isNotEqualTo(two);
    assertThat(one.replace("release: \"1\"", "release: \"2\"")).isEqualTo(two);
  }

  @Test
  void ordersVariablesSoThatTheyCompose() {
    // Given
    PodTemplateSpec web =
        web(
            """
            config: {env: [{name: URL, value: "$(HOST):$(PORT)"}, {name: LATE, value: x}]}
            backingServices:
            - {name: db, type: pg, values: {host: h}, env: [{name: HOST, key: host}, {name: LATE, key: host}]}
            replicas: 1
            """);
    // Then
    assertThat(container(web).getEnv())
        .extracting(EnvVar::getName)
        .containsExactly("HOST", "URL", "LATE", "SERVICE_BINDING_ROOT", "PORT");
    assertThat(container(web).getEnv().get(2).getValue()).isEqualTo("x");
  }

  @Test
  void thePortIsTheProcesssOwn() {
    PodTemplateSpec web =
        web("config: {env: [{name: PORT, value: \"1\"}]}\nprocesses: [{name: web, port: 9000}]");
    assertThat(container(web).getEnv()).containsExactly(new EnvVar("PORT", "9000", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "processes: [{name: web, scratch: [{path: /tmp}]}]",
        "processes: [{name: web, scratch: [{path: /tmp/}]}]",
        "replicas: 1\nbackingServices: [{name: a, type: b, values: {c: d}}]\n"
            + "podTemplate: {spec: {containers: text}}",
        "replicas: 1\npodTemplate: {spec: {hostNetwrok: true}}",
        "replicas: 1\npodTemplate: {spec: {volumes: [{name: a, emptyDirectory: {}}]}}",
        "replicas: 1\npodTemplate: {spec: {containers: [{name: web, resources: {limits: 3}}]}}",
      })
  void tellsWhatCannotBeRendered(String spec) {
    assertThatThrownBy(() -> web(spec))
        .isInstanceOf(Unrenderable.class)
        .hasMessageMatching("(?s)(spec.podTemplate|the directory /tmp).*")
        .hasMessageNotContaining("\n");
  }

  @Test
  void longNamesOfBindingsFit() {
    PodTemplateSpec web =
        web(
            "replicas: 1\nbackingServices: [{name: %s, type: b, values: {c: d}}]"
                .formatted("a".repeat(63)));
    assertThat(web.getSpec().getVolumes())
        .allSatisfy(v -> assertThat(v.getName().length()).isLessThanOrEqualTo(63));
  }

  private static PodTemplateSpec web(String spec) {
    ReleaseInputs inputs = Sample.inputs(Sample.app(spec), Sample.facts());
    return RENDERER.render(inputs, 1).processes().get("web");
  }

  private static Container container(PodTemplateSpec template) {
    return template.getSpec().getContainers().get(0);
  }
}
