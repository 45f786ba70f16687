package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.twelvefactor.operator.rules.PolicyFiles;
import io.twelvefactor.testing.ControlPlane;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shipped policies on the control plane of the tests. It is shared, so they are bound only to
 * namespaces that carry one more label; everything else is as shipped.
 */
final class InstalledPolicies implements AutoCloseable {
  private static final String HERE = "test.twelvefactor.io/rules";
  private static final String BAD =
      """
      ---
      {apiVersion: twelvefactor.io/v1alpha1, kind: TwelveFactorApp, metadata: {name: probe},
       spec: {image: 'probe:1', replicas: 2, logs: {mode: Platform},
       config: {env: [{name: A_PASSWORD, value: a}, {name: AWS_SESSION_TOKEN, value: a}, {name: LOG_FILE, value: /a}]},
       backingServices: [{name: a, type: a, values: {host: localhost}}],
       adminProcesses: [{name: a, command: [a]}],
       podTemplate: {spec: {hostNetwork: true, hostname: a, terminationGracePeriodSeconds: 0,
       containers: [{name: a, image: 'a:1', ports: [{containerPort: 1}]}]}}}}
      """;

  private final ControlPlane controlPlane;
  private final List<HasMetadata> objects = new ArrayList<>();

  InstalledPolicies(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
    for (String factor : PolicyFiles.FACTORS) {
      load("/factors/" + PolicyFiles.nameOf(factor));
    }
    load("/factors/bindings.yaml");
    objects.stream()
        .filter(ValidatingAdmissionPolicyBinding.class::isInstance)
        .map(ValidatingAdmissionPolicyBinding.class::cast)
        .forEach(
            binding ->
                binding
                    .getSpec()
                    .getMatchResources()
                    .getNamespaceSelector()
                    .setMatchLabels(Map.of(HERE, "on")));
    objects.forEach(this::apply);
    awaitAll();
  }

  private void load(String file) {
    InputStream stream = InstalledPolicies.class.getResourceAsStream(file);
    objects.addAll(
        controlPlane.client().load(stream).items().stream()
            .filter(item -> item.getMetadata() != null)
            .toList());
  }

  private void apply(HasMetadata object) {
    controlPlane.client().resource(object).fieldManager("admin").forceConflicts().serverSideApply();
  }

  /** A namespace in which the policies hold, with more labels. */
  String namespace(Map<String, String> labels, Map<String, String> annotations) {
    Map<String, String> all = new HashMap<>(labels);
    all.put(HERE, "on");
    return controlPlane.namespace("rules", all, annotations);
  }

  /** Puts the policies over the apps of a namespace that they did not look at before. */
  void adopt(KubernetesClient client, String namespace) {
    client
        .namespaces()
        .withName(namespace)
        .edit(
            found -> {
              found.getMetadata().getLabels().put(HERE, "on");
              return found;
            });
  }

  /** The API server takes a moment to see new policies; every one of them must answer. */
  private void awaitAll() {
    String namespace = namespace(Map.of("twelvefactor.io/enforce", "warn"), Map.of());
    try (Apply apply = new Apply(controlPlane)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () ->
                  assertThat(
                          apply.dryRun(namespace, BAD).warnings().stream()
                              .map(warning -> warning.substring(0, warning.indexOf('/')))
                              .distinct())
                      .hasSizeGreaterThanOrEqualTo(8));
    }
  }

  @Override
  public void close() {
    objects.forEach(object -> controlPlane.client().resource(object).delete());
  }
}
