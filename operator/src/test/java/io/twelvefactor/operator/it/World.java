package io.twelvefactor.operator.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.apply.ObjectWriter;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.rules.Level;
import io.twelvefactor.testing.AuditedRequest;
import io.twelvefactor.testing.ControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One test's world: a namespace of its own on the shared control plane, and the operator. */
public final class World {
  /** Long enough for a busy machine; a test that waits this long has failed. */
  public static final Duration PATIENCE = Duration.ofSeconds(150);

  /** An image reference with a digest; nothing is pulled, KWOK runs no container. */
  public static final String IMAGE = image(1);

  private final ControlPlane controlPlane;
  private final TestOperator operator;
  private final String namespace;

  World(ControlPlane controlPlane, TestOperator operator, String namespace) {
    this.controlPlane = controlPlane;
    this.operator = operator;
    this.namespace = namespace;
  }

  /**
   * A world in a new namespace, where the rules refuse nothing: most tests are about something else
   * and keep their specs short.
   */
  static World of(ControlPlane controlPlane, TestOperator operator, String prefix) {
    return new World(
        controlPlane, operator, controlPlane.namespace(prefix, Map.of(Level.LABEL, "off")));
  }

  /** A different image for every number. */
  public static String image(int number) {
    return "registry.example/shop@sha256:" + "%064x".formatted(number);
  }

  public KubernetesClient client() {
    return controlPlane.client();
  }

  public ControlPlane controlPlane() {
    return controlPlane;
  }

  public TestOperator operator() {
    return operator;
  }

  public String namespace() {
    return namespace;
  }

  /** Applies an app whose spec is given in YAML (flow or block), as a team would. */
  public TwelveFactorApp app(String name, String spec) {
    String yaml =
        """
        apiVersion: twelvefactor.io/v1alpha1
        kind: TwelveFactorApp
        metadata: {name: %s, namespace: %s}
        spec:
        %s
        """
            .formatted(name, namespace, spec.indent(2));
    TwelveFactorApp app =
        client().getKubernetesSerialization().unmarshal(yaml, TwelveFactorApp.class);
    return client().resource(app).fieldManager("team").forceConflicts().serverSideApply();
  }

  /** Applies any object in this world's namespace. */
  public <T extends HasMetadata> T put(T object) {
    object.getMetadata().setNamespace(namespace);
    return client().resource(object).fieldManager("team").forceConflicts().serverSideApply();
  }

  public TwelveFactorApp get(String name) {
    return client().resources(TwelveFactorApp.class).inNamespace(namespace).withName(name).get();
  }

  public <T extends HasMetadata> T get(Class<T> kind, String name) {
    return client().resources(kind).inNamespace(namespace).withName(name).get();
  }

  public <T extends HasMetadata> List<T> all(Class<T> kind) {
    return client().resources(kind).inNamespace(namespace).list().getItems();
  }

  /** Labels its namespace; null takes the label away. */
  public void label(String name, String value) {
    mark("labels", name, value);
  }

  /** Annotates its namespace. */
  public void annotate(String name, String value) {
    mark("annotations", name, value);
  }

  private void mark(String field, String name, String value) {
    String quoted = value == null ? "null" : '"' + value + '"';
    client()
        .namespaces()
        .withName(namespace)
        .patch("{\"metadata\": {\"%s\": {\"%s\": %s}}}".formatted(field, name, quoted));
  }

  /** Another namespace with nothing in it. */
  public World elsewhere() {
    return of(controlPlane, operator, "more");
  }

  /** Somebody else, who acts under a field manager of this name. */
  Somebody somebody(String manager) {
    return new Somebody(client(), namespace, manager);
  }

  /** What the events of an app say, oldest first, as {@code Reason: message}. */
  public List<String> events(String app) {
    return client().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> app.equals(event.getInvolvedObject().getName()))
        .filter(event -> "TwelveFactorApp".equals(event.getInvolvedObject().getKind()))
        .sorted(
            Comparator.comparingLong(
                event -> Long.parseLong(event.getMetadata().getResourceVersion())))
        .map(event -> event.getReason() + ": " + event.getMessage())
        .toList();
  }

  /** The number of the release that an object's pods are made from. */
  public static int releaseOf(Deployment deployment) {
    return Integer.parseInt(
        deployment.getSpec().getTemplate().getMetadata().getLabels().get(Labels.RELEASE));
  }

  /** What the pods of a Deployment are made of. */
  public PodSpec pod(String deployment) {
    return get(Deployment.class, deployment).getSpec().getTemplate().getSpec();
  }

  /** The app's own container in the pods of a Deployment. */
  public Container container(String deployment) {
    return pod(deployment).getContainers().get(0);
  }

  /** A ConfigMap of this world with one entry. */
  public ConfigMap config(String name, String key, String value) {
    return put(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .addToData(key, value)
            .build());
  }

  /** A Secret of this world with one entry. */
  public Secret secret(String name, String key, String value) {
    return put(
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .addToData(key, Base64.getEncoder().encodeToString(value.getBytes(UTF_8)))
            .build());
  }

  /** Changes an object by hand, as somebody else, and again where a controller was faster. */
  public <T extends HasMetadata> T edit(Class<T> kind, String name, UnaryOperator<T> change) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesClientException refusal && refusal.getCode() == 409)
        .until(
            () -> client().resources(kind).inNamespace(namespace).withName(name).edit(change),
            edited -> true);
  }

  public TwelveFactorApp awaitReady(String name) {
    return awaitApp(name, app -> assertThat(condition(app, "Ready")).contains("True"));
  }

  /** Waits until Stalled gives this reason. */
  public TwelveFactorApp awaitStalled(String name, String reason) {
    return awaitApp(
        name, app -> assertThat(reason(app, "Stalled")).as(message(app)).contains(reason));
  }

  /** Waits until Reconciling gives this reason. */
  public TwelveFactorApp awaitReconciling(String name, String reason) {
    return awaitApp(
        name, app -> assertThat(reason(app, "Reconciling")).as(message(app)).contains(reason));
  }

  /** Waits until the app is Ready at this release. */
  public TwelveFactorApp awaitRelease(String name, int number) {
    return awaitApp(
        name,
        app -> {
          assertThat(app.getStatus().currentRelease()).as(message(app)).isEqualTo(number);
          assertThat(condition(app, "Ready")).as(message(app)).contains("True");
        });
  }

  /** Waits until what is said of the app's status, of its newest generation, holds. */
  public TwelveFactorApp awaitApp(String name, Consumer<TwelveFactorApp> holds) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions() // there may be no status yet to ask
        .untilAsserted(
            () -> {
              TwelveFactorApp app = get(name);
              assertThat(app.getStatus().observedGeneration())
                  .isEqualTo(app.getMetadata().getGeneration());
              holds.accept(app);
            });
    return get(name);
  }

  /** Waits until something holds. */
  public void eventually(org.awaitility.core.ThrowingRunnable holds) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(holds);
  }

  /** What the operator wrote in this namespace since a time. */
  public List<AuditedRequest> operatorWrites(Instant since) {
    return controlPlane
        .auditLog()
        .requests()
        .since(since)
        .by(TestOperator.USER)
        .in(namespace)
        .writes();
  }

  /** Waits until the operator has written nothing here for a while; the time since when. */
  public Instant awaitRest() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> operatorWrites(Instant.now().minusSeconds(3)).isEmpty());
    return Instant.now();
  }

  public static Optional<String> condition(TwelveFactorApp app, String type) {
    return find(app, type).map(Condition::status);
  }

  public static Optional<String> reason(TwelveFactorApp app, String type) {
    return find(app, type).map(Condition::reason);
  }

  /** What Ready says. */
  public static String message(TwelveFactorApp app) {
    return find(app, "Ready").map(c -> c.reason() + ": " + c.message()).orElse("");
  }

  private static Optional<Condition> find(TwelveFactorApp app, String type) {
    return app.getStatus().condition(type);
  }

  /** The field manager of the operator. */
  public static String manager() {
    return ObjectWriter.FIELD_MANAGER;
  }
}
