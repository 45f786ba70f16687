package io.twelvefactor.operator.it;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.twelvefactor.operator.appconfig.Access;
import io.twelvefactor.operator.appconfig.Feed;
import io.twelvefactor.operator.appconfig.Sessions;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.observe.Digests;
import io.twelvefactor.operator.observe.FingerprintKey;
import io.twelvefactor.operator.reconcile.AppReconciler;
import io.twelvefactor.operator.reconcile.Leadership;
import io.twelvefactor.operator.reconcile.Meters;
import io.twelvefactor.operator.reconcile.Settings;
import io.twelvefactor.operator.release.TemplateRenderer;
import io.twelvefactor.operator.run.RunReconciler;
import io.twelvefactor.testing.ControlPlane;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

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
      new Settings(
          NAMESPACE,
          Duration.ofSeconds(20),
          Duration.ZERO,
          Access.none(),
          Set.of("mesh-injector"),
          null);
  private Mortality mortality = new Mortality(Integer.MAX_VALUE);
  private Supplier<Sessions> sessions = TestOperator::noSessions;
  private Leadership leadership = Leadership.alone();
  private Feed feed;
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

  /** From the next start on: AppConfig is read through these sessions, made anew at each start. */
  public TestOperator withAppConfig(Supplier<Sessions> others) {
    sessions = others;
    return this;
  }

  /** From the next start on: it acts only while it leads. */
  TestOperator withLeadership(Leadership other) {
    leadership = other;
    return this;
  }

  /** What the operator reads of AppConfig. */
  public Feed feed() {
    return feed;
  }

  /** Where no app may read AppConfig, no session is ever begun. */
  private static Sessions noSessions() {
    return new Sessions(
        identity -> {
          throw new IllegalStateException("nobody may read AppConfig here");
        },
        Clock.systemUTC(),
        (delay, task) -> () -> {},
        Optional.empty());
  }

  /** The settings it has. */
  public Settings settings() {
    return settings;
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
    feed = new Feed(settings.appConfigAccess(), sessions.get());
    Meters meters = new Meters(leadership, feed, Clock.systemUTC());
    reconciler =
        new AppReconciler(client, settings, digests, renderer, feed, meters, Clock.systemUTC());
    operator =
        new Operator(
            configuration -> {
              configuration.withKubernetesClient(client).withCloseClientOnStop(true);
              leadership.election().ifPresent(configuration::withLeaderElectionConfiguration);
            });
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
    for (String role : List.of("twelvefactor-operator", "twelvefactor-operator-backing-services")) {
      admin
          .resource(
              new ClusterRoleBindingBuilder()
                  .withNewMetadata()
                  .withName(role)
                  .endMetadata()
                  .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                  .addNewSubject(null, "ServiceAccount", "twelvefactor-operator", NAMESPACE)
                  .build())
          .serverSideApply();
    }
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
