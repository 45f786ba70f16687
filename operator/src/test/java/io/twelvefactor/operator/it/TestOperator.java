package io.twelvefactor.operator.it;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.observe.Digests;
import io.twelvefactor.operator.observe.FingerprintKey;
import io.twelvefactor.operator.reconcile.AppReconciler;
import io.twelvefactor.operator.reconcile.Settings;
import io.twelvefactor.operator.release.TemplateRenderer;
import io.twelvefactor.operator.run.RunReconciler;
import io.twelvefactor.testing.ControlPlane;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The operator in this JVM, as the user the shipped roles are bound to: what they forgot fails the
 * tests.
 */
public final class TestOperator implements AutoCloseable {
  /** The operator's namespace, as the shipped manifests name it. */
  public static final String NAMESPACE = "twelvefactor-system";

  /** The user the operator acts as. */
  public static final String USER = "system:serviceaccount:" + NAMESPACE + ":twelvefactor-operator";

  private final ControlPlane controlPlane;
  private TemplateRenderer renderer = new PodTemplates();
  private Settings settings =
      new Settings(NAMESPACE, Duration.ofSeconds(20), Set.of("mesh-injector"));
  private Mortality mortality = new Mortality(Integer.MAX_VALUE);
  private Operator operator;
  private AppReconciler reconciler;

  public TestOperator(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
    grant(controlPlane.client());
  }

  /** From the next start on: pod templates are rendered by another version. */
  public TestOperator withRenderer(TemplateRenderer other) {
    renderer = other;
    return this;
  }

  /** From the next start on: other settings. */
  public TestOperator withSettings(Settings other) {
    settings = other;
    return this;
  }

  /** From the next start on: as if the process were killed after so many writes. */
  TestOperator dyingAfterWrites(int writes) {
    mortality = new Mortality(writes);
    return this;
  }

  /** From the next start on: it lives until it is stopped. */
  TestOperator immortal() {
    return dyingAfterWrites(Integer.MAX_VALUE);
  }

  void awaitDeath() throws InterruptedException {
    mortality.await();
  }

  public void start() {
    Mortality ending = mortality;
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(asOperator())
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("mortality", ending))
            .build();
    Digests digests = new Digests(FingerprintKey.load(client, NAMESPACE));
    reconciler = new AppReconciler(client, settings, digests, renderer, Clock.systemUTC());
    operator =
        new Operator(
            configuration ->
                configuration.withKubernetesClient(client).withCloseClientOnStop(true));
    operator.register(reconciler);
    operator.register(new RunReconciler(client, settings, Clock.systemUTC()));
    operator.start();
  }

  public void stop() {
    if (operator != null) {
      operator.stop();
      reconciler.close();
      operator = null;
    }
  }

  public void restart() {
    stop();
    start();
  }

  /** A client configuration with the operator's rights and no others. */
  public Config asOperator() {
    Config config = controlPlane.config();
    config.setImpersonateUsername(USER);
    config.setImpersonateGroups(
        "system:serviceaccounts", "system:serviceaccounts:" + NAMESPACE, "system:authenticated");
    return config;
  }

  private static void grant(KubernetesClient admin) {
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    InputStream shipped = TestOperator.class.getResourceAsStream("/rbac/operator.yaml");
    List<HasMetadata> roles = admin.load(shipped).items();
    roles.forEach(role -> admin.resource(role).forceConflicts().serverSideApply());
    admin
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("twelvefactor-operator")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "twelvefactor-operator")
                .addNewSubject(null, "ServiceAccount", "twelvefactor-operator", NAMESPACE)
                .build())
        .serverSideApply();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("twelvefactor-operator")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "twelvefactor-operator")
                .addNewSubject(null, "ServiceAccount", "twelvefactor-operator", NAMESPACE)
                .build())
        .serverSideApply();
  }

  @Override
  public void close() {
    stop();
  }
}
