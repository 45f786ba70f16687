package io.twelvefactor.testing;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A real Kubernetes control plane for tests: etcd, API server, controllers, scheduler, and KWOK in
 * the place of a kubelet. One for a whole run of Maven, and one for each further process that Maven
 * runs tests in at the same time.
 */
public final class ControlPlane {
  private static ControlPlane started;

  private final String name;
  private final Path kubeconfig;
  private final Path programs;
  private final KubernetesClient client;
  private final AuditLog auditLog;
  private final Queue<String> namespaces = new ConcurrentLinkedQueue<>();

  private ControlPlane(String name, Path kubeconfig, Path state) {
    this.name = name;
    this.kubeconfig = kubeconfig;
    this.programs = state.resolve("bin");
    this.client = new KubernetesClientBuilder().withConfig(config()).build();
    this.auditLog = new AuditLog(state.resolve("log"), client);
  }

  /** The control plane of this run: started by whoever asks first. */
  public static synchronized ControlPlane start() {
    if (started == null) {
      started = up(TestRun.lane());
    }
    return started;
  }

  /**
   * One more, for tests of whoever watches everything: nobody has used it before. It ends with the
   * run, or when it is {@linkplain #down taken down}.
   */
  public static ControlPlane another(String purpose) {
    return up(TestRun.lane() + "-" + purpose);
  }

  private static ControlPlane up(String suffix) {
    KubernetesScript script = KubernetesScript.find();
    long pid = TestRun.pid();
    String name = "test-" + pid + suffix;
    script.up(name, pid);
    return new ControlPlane(
        name,
        Path.of(script.variable(name, "KUBECONFIG")),
        Path.of(script.variable(name, "TWELVEFACTOR_KUBE_STATE")));
  }

  /** Ends it before the run does. */
  public void down() {
    client.close();
    KubernetesScript.find().down(name);
  }

  /** The kubeconfig file of the cluster admin. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Where kubectl is, for tests of what people do with it. */
  public Path programs() {
    return programs;
  }

  /** A new configuration as cluster admin, for a client of one's own: its user agent, its user. */
  public Config config() {
    return Config.fromKubeconfig(new File(kubeconfig.toString()));
  }

  /** A client as cluster admin, shared by all tests: not to be closed. */
  public KubernetesClient client() {
    return client;
  }

  /** Who asked the API server for what. */
  public AuditLog auditLog() {
    return auditLog;
  }

  /** Makes a namespace that nobody else uses and returns its name. */
  public String namespace(String prefix) {
    return namespace(prefix, Map.of());
  }

  /** Makes a namespace with labels that nobody else uses and returns its name. */
  public String namespace(String prefix, Map<String, String> labels) {
    return namespace(prefix, labels, Map.of());
  }

  /**
   * The same with annotations, which are there from the beginning: admission sees a change of a
   * namespace some moments later.
   */
  public String namespace(
      String prefix, Map<String, String> labels, Map<String, String> annotations) {
    var namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withGenerateName(prefix + "-")
            .withLabels(labels)
            .withAnnotations(annotations)
            .endMetadata()
            .build();
    String name = client.resource(namespace).create().getMetadata().getName();
    namespaces.add(name);
    return name;
  }

  /**
   * Removes the namespaces made so far, without waiting for their end: whoever watches everything
   * would look after all of it again at each start.
   */
  public void removeNamespaces() {
    for (String name = namespaces.poll(); name != null; name = namespaces.poll()) {
      client.namespaces().withName(name).delete();
    }
  }

  /** Installs the CustomResourceDefinitions of this checkout and waits until they are served. */
  public void installCrd() {
    CommittedDefinitions.install(client);
  }
}
