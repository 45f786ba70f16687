package io.twelvefactor.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.twelvefactor.operator.sample.Sample;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Managed fields as kubectl and others leave them, and what is made of them. */
class ForeignFieldsTest {
  private static final String DESIRED =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop-web, namespace: acme}
      spec:
        template:
          spec:
            containers:
            - {name: web, image: ours, env: [{name: PORT, value: "80"}]}
      """;

  private static final String OURS =
      """
      - manager: twelvefactor-operator
        operation: Apply
        fieldsV1:
          f:spec:
            f:template:
              f:spec:
                f:containers:
                  'k:{"name":"web"}':
                    .: {}
                    f:name: {}
                    f:env: {'k:{"name":"PORT"}': {.: {}, f:name: {}, f:value: {}}}
                    IMAGE
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "env | f:containers: {'k:{\"name\":\"web\"}': {f:env: {'k:{\"name\":\"DEBUG\"}': {.: {}, f:name: {}}}}} | spec.template.spec.containers[web].env[DEBUG] | /spec/template/spec/containers/1/env/0",
        "container | f:containers: {'k:{\"name\":\"spy\"}': {.: {}, f:image: {}}} | spec.template.spec.containers[spy] | /spec/template/spec/containers/0",
        "hostNetwork | f:hostNetwork: {} | spec.template.spec.hostNetwork | /spec/template/spec/hostNetwork",
        "volume | f:volumes: {.: {}, 'k:{\"name\":\"host\"}': {.: {}, f:name: {}}} | spec.template.spec.volumes | /spec/template/spec/volumes",
      })
  void findsWhatWasAdded(String what, String fields, String path, String pointer) {
    // When
    ForeignFields foreign = foreign(live(theirs(fields)));
    // Then
    assertThat(foreign.paths()).as(what).containsExactly(path);
    assertThat(foreign.taken()).isEmpty();
    assertThat(foreign.manager()).isEqualTo("kubectl-edit");
    assertThat(foreign.removal(live("")))
        .isEqualTo(
            "[{\"op\":\"test\",\"path\":\"/metadata/resourceVersion\",\"value\":\"5\"},"
                + "{\"op\":\"remove\",\"path\":\""
                + pointer
                + "\"}]");
  }

  @Test
  void findsWhatWasTakenOver() {
    // Given
    String image = "f:containers: {'k:{\"name\":\"web\"}': {f:image: {}}}";
    // When
    ForeignFields foreign =
        ForeignFields.in(live(theirs(image), ""), deployment(DESIRED), Set.of());
    // Then
    assertThat(foreign.added()).isEmpty();
    assertThat(foreign.paths()).containsExactly("spec.template.spec.containers[web].image");
    assertThat(foreign.isEmpty()).isFalse();
  }

  @Test
  void aRestartIsHarmless() {
    String restart =
        "f:metadata: {f:annotations: {.: {}, f:kubectl.kubernetes.io/restartedAt: {}}}";
    assertThat(foreign(live(entry("kubectl-rollout", "f:template: {" + restart + "}"))))
        .satisfies(foreign -> assertThat(foreign.isEmpty()).isTrue());
  }

  @Test
  void anotherAnnotationBesideARestartIsNot() {
    // Given
    String both =
        "f:metadata: {f:annotations: {.: {}, f:kubectl.kubernetes.io/restartedAt: {}, f:mine: {}}}";
    // When
    ForeignFields foreign = foreign(live(entry("kubectl", "f:template: {" + both + "}")));
    // Then
    assertThat(foreign.paths()).containsExactly("spec.template.metadata.annotations.mine");
    assertThat(foreign.removal(live("")))
        .contains("/spec/template/metadata/annotations/mine")
        .doesNotContain("restartedAt");
  }

  @Test
  void whatIsOutsideOfThePodsIsNobodysBusiness() {
    assertThat(foreign(live(entry("hpa", "f:replicas: {}, f:paused: {}"))).isEmpty()).isTrue();
  }

  @Test
  void aStatusIsNotLookedAt() {
    String status = theirs("f:hostNetwork: {}") + "  subresource: status\n";
    assertThat(foreign(live(status)).isEmpty()).isTrue();
  }

  @Test
  void anAllowedManagerMayAdd() {
    HasMetadata live = live(theirs("f:hostNetwork: {}"));
    assertThat(ForeignFields.in(live, deployment(DESIRED), Set.of("kubectl-edit")).isEmpty())
        .isTrue();
    assertThat(ForeignFields.in(live, deployment(DESIRED), Set.of("istio")).isEmpty()).isFalse();
  }

  @Test
  void laterEntriesAreRemovedFirst() {
    // Given
    String env =
        "f:hostNetwork: {}, f:containers: {'k:{\"name\":\"spy\"}': {.: {}},"
            + " 'k:{\"name\":\"web\"}': {f:env: {'k:{\"name\":\"DEBUG\"}': {.: {}},"
            + " 'k:{\"name\":\"TRACE\"}': {.: {}}}}}";
    // When
    String patch = foreign(live(theirs(env))).removal(live(""));
    // Then
    assertThat(patch)
        .containsSubsequence(
            "\"test\"", "containers/1/env/2", "containers/1/env/0", "containers/0\"");
    assertThat(patch).contains("hostNetwork");
  }

  /** Removing it twice would take out whatever came after it. */
  @Test
  void whatTwoManagersHoldIsRemovedOnce() {
    // Given
    String env =
        "f:containers: {'k:{\"name\":\"web\"}': {f:env: {'k:{\"name\":\"DEBUG\"}': {.: {}}}}}";
    String two = theirs(env) + entry("other", "f:template: {f:spec: {" + env + "}}");
    // When
    ForeignFields foreign = foreign(live(two));
    // Then
    assertThat(foreign.paths()).hasSize(1);
    assertThat(foreign.removal(live("")).split("\"remove\"")).hasSize(2);
  }

  @Test
  void findsAddedPortsOfAService() {
    // Given
    String yaml =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: shop-web
          resourceVersion: "5"
          managedFields:
          - manager: twelvefactor-operator
            operation: Apply
            fieldsV1: {f:metadata: {f:labels: {}}, f:spec: {f:ports: {'k:{"port":80,"protocol":"TCP"}': {.: {}, f:port: {}}}}}
          - manager: kubectl
            operation: Update
            fieldsV1:
              f:metadata: {f:annotations: {f:note: {}}}
              f:spec:
                f:sessionAffinity: {}
                f:type: {}
                f:ports: {'k:{"port":22,"protocol":"TCP"}': {.: {}, f:port: {}}}
        spec:
          type: ClusterIP
          sessionAffinity: ClientIP
          ports: [{port: 22, protocol: TCP, name: ssh}, {port: 80, protocol: TCP}]
        """;
    Service live = Sample.parse(yaml, Service.class);
    Service desired =
        Sample.parse(
            "---\n{apiVersion: v1, kind: Service, metadata: {name: shop-web},"
                + " spec: {ports: [{port: 80, protocol: TCP}]}}",
            Service.class);
    // When
    ForeignFields foreign = ForeignFields.in(live, desired, Set.of());
    // Then
    assertThat(foreign.paths())
        .containsExactly("spec.sessionAffinity", "spec.ports[{\"port\":22,\"protocol\":\"TCP\"}]");
    assertThat(foreign.removal(live)).contains("/spec/ports/0", "/spec/sessionAffinity");
  }

  @Test
  void handsReplicasOverOnlyWhereTheyAreOurs() {
    // Given
    Deployment desired = deployment(DESIRED);
    Deployment notOurs = live("");
    // Then
    assertThat(ReplicaHandOver.before(desired, notOurs, null)).isSameAs(notOurs);
  }

  private static ForeignFields foreign(HasMetadata live) {
    return ForeignFields.in(live, deployment(DESIRED), Set.of());
  }

  /** What somebody holds in the pod's spec. */
  private static String theirs(String podFields) {
    return entry("kubectl-edit", "f:template: {f:spec: {" + podFields + "}}");
  }

  private static String entry(String manager, String specFields) {
    return "- manager: %s\n  operation: Update\n  fieldsV1: {f:spec: {%s}}\n"
        .formatted(manager, specFields);
  }

  private static Deployment live(String others) {
    return live(others, "f:image: {}");
  }

  /** A live Deployment in which foreign list entries come before ours. */
  private static Deployment live(String others, String image) {
    return deployment(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: shop-web
          resourceVersion: "5"
          managedFields:
        %s
        spec:
          replicas: 1
          paused: true
          template:
            metadata: {annotations: {kubectl.kubernetes.io/restartedAt: now, mine: x}}
            spec:
              hostNetwork: true
              volumes: [{name: host, hostPath: {path: /}}]
              containers:
              - {name: spy, image: spy}
              - name: web
                image: ours
                env: [{name: DEBUG, value: x}, {name: PORT, value: "80"}, {name: TRACE, value: y}]
        """
            .formatted((OURS.replace("IMAGE", image) + others).indent(2)));
  }

  private static Deployment deployment(String yaml) {
    return Sample.parse(yaml, Deployment.class);
  }
}
