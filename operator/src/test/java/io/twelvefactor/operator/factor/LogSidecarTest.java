package io.twelvefactor.operator.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.release.Fingerprint;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import io.twelvefactor.operator.release.ReleaseRecord;
import io.twelvefactor.operator.release.Templates;
import io.twelvefactor.operator.release.Unrenderable;
import io.twelvefactor.operator.release.Variations;
import io.twelvefactor.operator.sample.Sample;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogSidecarTest {
  private static final String IMAGE = "fluent-bit@sha256:" + "a".repeat(64);
  private static final PodTemplates RENDERER = new PodTemplates(IMAGE);
  private static final Facts FACTS =
      Sample.facts(Map.of(Reference.secret("sink"), Sample.content("a", "key")));

  private static final String HTTP =
      "http: {host: logs.example.com, authorization: {name: sink, key: key}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stdout: true",
        HTTP,
        "http: {host: collector, port: 9880, uri: /app.log, tls: false}, multiline: go",
        "cloudWatch: {logGroup: /acme/shop, region: eu-west-1}, multiline: java",
        "cloudWatch: {logGroup: /acme/shop, region: eu-west-1, streamPrefix: shop/}",
        "forward: {host: fluentd, sharedKey: {name: sink, key: key}}, multiline: python",
        "forward: {host: fluentd, port: 24225, tls: false}, multiline: ruby",
      })
  void itsConfigurationIsByFluentBitsGrammar(String sink) {
    // Given
    Templates templates = templates("replicas: 1\nlogs: {mode: Sidecar, %s}".formatted(sink));
    // Then
    String config = templates.logConfig();
    assertThat(FluentBitGrammar.problems(config)).isEmpty();
    assertThat(sidecar(templates.processes().get("web")).getEnv())
        .as("what it refers to is there")
        .extracting(EnvVar::getName)
        .containsAll(FluentBitGrammar.variables(config));
  }

  @Test
  void theGrammarRefuses() {
    assertThat(FluentBitGrammar.problems("[SERVICE]\n  Flush 1\n")).isNotEmpty();
    assertThat(
            FluentBitGrammar.problems(
                "[SERVICE]\n    Flash 1\n[INPUT]\n    Name tail\n    Multiline.Parser crio\n"
                    + "[OUTPUT]\n    Name http\n    Host a\n    Host b\n"))
        .containsExactly(
            "SERVICE  knows no flash",
            "INPUT tail: multiline.parser is not to be 'crio'",
            "OUTPUT http has host twice");
  }

  @Test
  void seesItsOwnPodsLogAndOnlyToRead() {
    Container sidecar =
        sidecar(
            templates("replicas: 1\nlogs: {mode: Sidecar, stdout: true}").processes().get("web"));
    VolumeMount logs = sidecar.getVolumeMounts().get(0);
    assertThat(logs.getReadOnly()).isTrue();
    assertThat(logs.getSubPathExpr()).isEqualTo("$(POD_NAMESPACE)_$(POD_NAME)_$(POD_UID)");
    assertThat(sidecar.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(sidecar.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(sidecar.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(sidecar.getReadinessProbe()).isNull();
    assertThat(sidecar.getStartupProbe()).isNull();
    assertThat(sidecar.getLivenessProbe()).isNull();
    assertThat(sidecar.getResources().getLimits()).containsEntry("memory", new Quantity("128Mi"));
  }

  @Test
  void isInEveryPodFirstUpAndLastDown() {
    // Given
    Templates templates =
        templates(
            """
            processes: [{name: web, port: 80}, {name: worker, shutdown: {drainSeconds: 100}}]
            adminProcesses: [{name: tidy, args: [t]}]
            release: {command: [migrate]}
            config:
              sources: [{appConfig: {application: a, environment: b, profile: c}}]
              appConfigAgent: {image: agent@sha256:0}
            logs: {mode: Sidecar, stdout: true}
            """);
    // Then
    assertThat(templates.all()).hasSize(4);
    assertThat(templates.all())
        .allSatisfy(
            template -> {
              assertThat(template.getSpec().getInitContainers())
                  .extracting(Container::getName)
                  .containsExactly(Names.LOG_SIDECAR, "appconfig-agent");
              assertThat(sidecar(template).getRestartPolicy()).isEqualTo("Always");
            });
    assertThat(templates.all().map(t -> t.getSpec().getTerminationGracePeriodSeconds()))
        .as("30, 105 and 25 s, and the time to deliver the rest")
        .containsExactlyInAnyOrder(40L, 115L, 35L, 35L);
    assertThat(templates.all().map(t -> variable(sidecar(t), "CONTAINER")))
        .containsExactlyInAnyOrder("web", "worker", "tidy", "release");
  }

  @Test
  void noSecretIsInTheConfigurationOrTheTemplate() {
    Templates templates = templates("replicas: 1\nlogs: {mode: Sidecar, %s}".formatted(HTTP));
    assertThat(templates.logConfig()).contains("Header Authorization ${LOG_SECRET}");
    assertThat(sidecar(templates.processes().get("web")).getEnv())
        .filteredOn(variable -> variable.getName().equals("LOG_SECRET"))
        .singleElement()
        .satisfies(
            variable -> {
              assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo("sink");
              assertThat(variable.getValueFrom().getSecretKeyRef().getOptional())
                  .as("whether a pod starts without it")
                  .isTrue();
            });
  }

  @Test
  void itsConfigurationBelongsToTheReleaseAndComesBackWithIt() {
    // Given
    TwelveFactorApp app =
        Sample.app("replicas: 1\nlogs: {mode: Sidecar, image: %s, stdout: true}".formatted(IMAGE));
    Release release = Sample.release(1, app, ReleaseOutcome.Current);
    // When it is kept, read and taken for a later one
    Release read = ReleaseRecord.read(ReleaseRecord.write(release));
    Templates later = read.templates().numbered(7);
    // Then
    assertThat(read.templates().logConfig()).isEqualTo(release.templates().logConfig()).isNotNull();
    assertThat(later.logConfig()).isEqualTo(release.templates().logConfig());
    ConfigMap map = configMap(app, release);
    assertThat(map.getImmutable()).isTrue();
    assertThat(map.getData()).containsExactly(Map.entry("fluent-bit.conf", later.logConfig()));
    assertThat(later.processes().get("web").getSpec().getVolumes())
        .anySatisfy(
            volume ->
                assertThat(volume.getConfigMap())
                    .isNotNull()
                    .satisfies(
                        c -> assertThat(c.getName()).isEqualTo(map.getMetadata().getName())));
  }

  private static ConfigMap configMap(TwelveFactorApp app, Release release) {
    List<HasMetadata> objects =
        new Logs()
            .surround(
                new Setting(
                    "acme", "shop", app.getSpec(), Sample.running(release), Sample.facts()));
    assertThat(objects).hasSize(1);
    return (ConfigMap) objects.get(0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "containers: [{name: web, volumeMounts: [{name: pod-logs, mountPath: /x}]}] | containers[web].volumeMounts: pod-logs shows the logs of every pod",
        "containers: [{name: spy, image: a, volumeMounts: [{name: pod-logs, mountPath: /x}]}] | containers[spy].volumeMounts",
        "initContainers: [{name: spy, image: a, volumeMounts: [{name: pod-logs, mountPath: /x}]}] | containers[spy].volumeMounts",
        "initContainers: [{name: log-sidecar, command: [sh]}] | initContainers[log-sidecar]: the log sidecar is the operator's",
        "initContainers: [{name: log-sidecar, $patch: delete}] | initContainers[log-sidecar]",
        "initContainers: [{name: log-sidecar, volumeMounts: [{name: pod-logs, mountPath: /all}]}] | initContainers[log-sidecar]",
        "volumes: [{name: pod-logs, hostPath: {path: /}}] | volumes[pod-logs]: is the log sidecar's",
        "volumes: [{name: log-config, configMap: {name: other}}] | volumes[log-config]",
      })
  void noPatchTouchesItOrTheNodesLogs(String patch, String refused) {
    assertThatThrownBy(
            () ->
                templates(
                    "replicas: 1\nlogs: {mode: Sidecar, stdout: true}\npodTemplate: {spec: {%s}}"
                        .formatted(patch)))
        .isInstanceOf(Unrenderable.class)
        .hasMessageStartingWith("spec.podTemplate.spec." + refused);
  }

  @Test
  void otherPatchesStay() {
    PodTemplateSpec web =
        templates(
                "replicas: 1\nlogs: {mode: Sidecar, stdout: true}\n"
                    + "podTemplate: {spec: {dnsPolicy: Default, initContainers: [{name: x, image: y}]}}")
            .processes()
            .get("web");
    assertThat(web.getSpec().getDnsPolicy()).isEqualTo("Default");
    assertThat(web.getSpec().getInitContainers()).hasSize(2);
  }

  @Test
  void withoutAnImageItSaysWhoCanNameOne() {
    ReleaseInputs inputs = inputs("replicas: 1\nlogs: {mode: Sidecar, stdout: true}");
    assertThatThrownBy(() -> new PodTemplates().render(inputs, 1))
        .isInstanceOfSatisfying(
            Unrenderable.class, e -> assertThat(e.hold().reason()).isEqualTo("LogImageMissing"))
        .hasMessageContaining("spec.logs.image")
        .hasMessageContaining("twelvefactor.log-image");
  }

  @Test
  void theAdministratorsImageMakesNoRelease() {
    ReleaseInputs inputs = inputs("replicas: 1\nlogs: {mode: Sidecar, stdout: true}");
    assertThat(RENDERER.render(inputs, 1))
        .isNotEqualTo(new PodTemplates("other").render(inputs, 1));
    assertThat(Fingerprint.of(inputs))
        .isEqualTo(Fingerprint.of(inputs("replicas: 1\nlogs: {mode: Sidecar, stdout: true}")));
    assertThat(
            sidecar(
                    templates("replicas: 1\nlogs: {mode: Sidecar, image: own, stdout: true}")
                        .processes()
                        .get("web"))
                .getImage())
        .isEqualTo("own");
  }

  @TestFactory
  Stream<DynamicTest> everyFieldCountsAndShows() {
    ReleaseInputs whole =
        inputs(
            """
            replicas: 1
            podTemplate: {spec: {dnsPolicy: Default}}
            logs:
              mode: Sidecar
              image: own@sha256:0
              http: {host: h, port: 1, uri: /u, tls: true, authorization: {name: sink, key: key}}
              multiline: go
              resources: {limits: {memory: 1Mi}}
            """);
    Templates rendered = RENDERER.render(whole, 1);
    return Variations.of(whole).entrySet().stream()
        .filter(v -> v.getKey().matches("[.]logs[.]declared[.](image|http|multiline|resources).*"))
        .filter(variation -> !variation.getKey().matches(".*(host|name|key)=absent"))
        .map(
            variation ->
                DynamicTest.dynamicTest(
                    variation.getKey(),
                    () -> {
                      assertThat(Fingerprint.of(variation.getValue()))
                          .isNotEqualTo(Fingerprint.of(whole));
                      if (!variation.getKey().contains(".tls")) { // said or not, it is on
                        assertThat(RENDERER.render(variation.getValue(), 1)).isNotEqualTo(rendered);
                      }
                    }));
  }

  @Test
  void aPlatformThatIsToldNothingIsNoInput() {
    assertThat(inputs("replicas: 1\nlogs: {mode: Platform, exclude: false}").logs()).isNull();
    assertThat(
            templates("replicas: 1\nlogs: {parser: json, exclude: true}")
                .processes()
                .get("web")
                .getMetadata()
                .getAnnotations())
        .isEqualTo(Map.of("fluentbit.io/parser", "json", "fluentbit.io/exclude", "true"));
  }

  private static ReleaseInputs inputs(String spec) {
    return Sample.inputs(Sample.app(spec), FACTS);
  }

  private static Templates templates(String spec) {
    return RENDERER.render(inputs(spec), 1);
  }

  private static Container sidecar(PodTemplateSpec template) {
    return template.getSpec().getInitContainers().stream()
        .filter(container -> container.getName().equals(Names.LOG_SIDECAR))
        .findFirst()
        .orElseThrow();
  }

  private static String variable(Container container, String name) {
    return container.getEnv().stream()
        .collect(Collectors.toMap(EnvVar::getName, v -> v.getValue() == null ? "" : v.getValue()))
        .get(name);
  }
}
