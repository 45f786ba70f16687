package io.twelvefactor.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.observe.RecentWrites;
import io.twelvefactor.operator.release.ReleaseInputs;
import io.twelvefactor.operator.release.WholeInputs;
import io.twelvefactor.operator.sample.Sample;
import io.twelvefactor.operator.status.StatusWriter;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The small parts of applying, and the writing of a status. */
class HandOverTest {
  private final Server server = new Server();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void asksASecondManagerToTakeTheLiveReplicasFirst() {
    // Given
    Deployment live = deployment(7, "twelvefactor-operator");
    server.answers(live).answers(live); // it is read anew, and then written
    // When
    ReplicaHandOver.before(
        deployment(null, "none"),
        live,
        new ObjectWriter(
            server.client(), new RecentWrites(Clock.systemUTC()), new AppliedVersions()));
    // Then
    RecordedRequest request = server.recorded().get(1);
    assertThat(request.getPath()).contains("fieldManager=twelvefactor-operator-replicas");
    assertThat(request.getUtf8Body())
        .contains("\"replicas\":7", "\"uid\":\"u1\"")
        .doesNotContain("template");
  }

  @Test
  void leavesReplicasThatAreNotOursOrStillAre() {
    Deployment autoscaled = deployment(7, "kube-controller-manager");
    Deployment ours = deployment(7, "twelvefactor-operator");
    assertThat(ReplicaHandOver.before(deployment(null, "none"), autoscaled, null))
        .isSameAs(autoscaled);
    assertThat(ReplicaHandOver.before(deployment(3, "none"), ours, null)).isSameAs(ours);
  }

  @Test
  void remembersWhichVersionHeldWhatWasDesired() {
    // Given
    AppliedVersions versions = new AppliedVersions();
    Deployment desired = deployment(1, "none");
    versions.remember(desired, version("9", "u1"));
    // Then
    assertThat(versions.hasSeen(desired, version("9", "u1"))).isTrue();
    assertThat(versions.hasSeen(desired, version("8", "u1"))).isTrue();
    assertThat(versions.hasSeen(desired, version("10", "u1"))).isFalse();
    assertThat(versions.hasSeen(desired, version("9", "u2"))).isFalse();
    assertThat(versions.hasSeen(deployment(2, "none"), version("9", "u1"))).isFalse();
    assertThat(versions.knows(desired)).isTrue();
    assertThat(new AppliedVersions().knows(desired)).isFalse();
  }

  @Test
  void findsEveryConfigMapAPodNeeds() {
    // Given
    ReleaseInputs inputs = WholeInputs.get();
    // Then
    assertThat(
            ConfigNames.in(new PodTemplates().render(inputs, 1).processes().get("web").getSpec()))
        .contains("shop-aaaaaaaaaa", "shop-bbbbbbbbbb", "shop-cccccccccc")
        .hasSize(4);
  }

  @Test
  void writesAStatusOnceAndKnowsItBeforeTheCacheDoes() {
    // Given
    StatusWriter writer = new StatusWriter(server.client());
    TwelveFactorApp app = Sample.app("replicas: 1");
    TwelveFactorApp stored = Sample.app("replicas: 1");
    stored.getMetadata().setResourceVersion("20");
    TwelveFactorAppStatus status = status(1);
    server.answers(stored);
    // When
    assertThat(writer.write(app, status)).isTrue();
    writer.refresh(app);
    // Then
    assertThat(app.getStatus()).isEqualTo(status);
    assertThat(writer.write(app, status)).isFalse();
    RecordedRequest request = server.recorded().get(0);
    assertThat(request.getPath())
        .contains("/twelvefactorapps/shop/status?", "force=true", "fieldManager=");
    assertThat(request.getUtf8Body()).contains("\"uid\":\"uid-of-shop\"").doesNotContain("spec");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aStatusThatCouldNotBeWrittenIsNotTakenForWritten() {
    // Given
    StatusWriter writer = new StatusWriter(server.client());
    TwelveFactorApp app = Sample.app("replicas: 1");
    server.fails(409, "the object has been modified").answers(Sample.app("replicas: 1"));
    // Then
    assertThatThrownBy(() -> writer.write(app, status(1)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    writer.refresh(app);
    assertThat(app.getStatus()).isNull();
    assertThat(writer.write(app, status(1))).isTrue();
  }

  @Test
  void anOverloadedServerIsAskedAgainForAStatus() {
    StatusWriter writer = new StatusWriter(server.client());
    server.fails(429, "later").fails(500, "later").answers(Sample.app("replicas: 1"));
    assertThat(writer.write(Sample.app("replicas: 1"), status(1))).isTrue();
  }

  @Test
  void aPatchOfThePodTemplateIsNotChangedByItsUse() {
    // Given
    String twice =
        "replicas: 1\npodTemplate: {spec: {containers: [{name: s, image: a}, {name: s, tty: true}]}}";
    ReleaseInputs inputs = Sample.inputs(Sample.app(twice), Sample.facts());
    String before = inputs.podTemplate().toString();
    // When
    new PodTemplates().render(inputs, 1);
    // Then
    assertThat(inputs.podTemplate().toString()).isEqualTo(before);
  }

  private static TwelveFactorAppStatus status(int release) {
    return new TwelveFactorAppStatus(
        3L, null, release, null, null, null, null, null, null, null, null, null, null);
  }

  private static Deployment version(String version, String uid) {
    Deployment live = deployment(1, "none");
    live.getMetadata().setResourceVersion(version);
    live.getMetadata().setUid(uid);
    return live;
  }

  private static Deployment deployment(Integer replicas, String owner) {
    return Sample.parse(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: shop-web
          namespace: acme
          uid: u1
          resourceVersion: "5"
          ownerReferences:
          - {apiVersion: twelvefactor.io/v1alpha1, kind: TwelveFactorApp, name: shop, uid: uid-of-shop, controller: true}
          managedFields:
          - {manager: %s, operation: Apply, fieldsV1: {f:spec: {f:replicas: {}}}}
        spec: {replicas: %s, template: {}}
        """
            .formatted(owner, replicas),
        Deployment.class);
  }
}
