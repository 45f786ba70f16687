package io.twelvefactor.operator.it;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.twelvefactor.testing.ControlPlane;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A release of the chart, in a namespace where only what passes PodSecurity restricted may run.
 * KWOK runs no process: the operator's own is started beside it, with the environment that the
 * chart gives its pod and the token of the chart's ServiceAccount.
 */
final class Installation {
  private final ControlPlane controlPlane;
  private final Helm helm;
  private final Path directory;
  private final String release;

  /**
   * @param directory for logs, credentials, and what Helm keeps
   * @param release its name, and the beginning of its namespace's
   */
  Installation(ControlPlane controlPlane, Path directory, String release) {
    this.controlPlane = controlPlane;
    this.helm = new Helm(controlPlane.kubeconfig(), directory);
    this.directory = directory;
    this.release = release;
    client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace())
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .serverSideApply();
  }

  String namespace() {
    return release + "-system";
  }

  /** The full name that the chart gives its objects. */
  String name() {
    return release + "-twelvefactor-operator";
  }

  /** What the operator is to the API server. */
  String user() {
    return "system:serviceaccount:" + namespace() + ":" + name();
  }

  /** Installs a chart, or upgrades to it; waits until its pods are ready. */
  void put(Path chart, String... values) {
    Stream<String> sets =
        Stream.concat(Stream.of("image.repository=registry.example/operator"), Stream.of(values))
            .flatMap(value -> Stream.of("--set", value));
    Stream<String> command =
        Stream.of(
            "upgrade",
            "--install",
            release,
            chart.toString(),
            "--namespace",
            namespace(),
            "--wait",
            "--timeout",
            "3m");
    helm.run(Stream.concat(command, sets).toArray(String[]::new));
  }

  void uninstall() {
    helm.run("uninstall", release, "--namespace", namespace(), "--wait", "--ignore-not-found");
  }

  /** Starts the operator, and waits until it is ready. */
  OperatorProcess operator() {
    List<EnvVar> variables =
        client()
            .apps()
            .deployments()
            .inNamespace(namespace())
            .withName(name())
            .require()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0)
            .getEnv();
    Map<String, String> environment =
        variables.stream()
            .filter(variable -> variable.getValue() != null)
            .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    return new OperatorProcess(controlPlane, namespace(), name(), environment, directory)
        .awaitReady();
  }

  /** Removes the release and its namespace. */
  void remove() {
    uninstall();
    client().namespaces().withName(namespace()).delete();
  }

  private KubernetesClient client() {
    return controlPlane.client();
  }
}
