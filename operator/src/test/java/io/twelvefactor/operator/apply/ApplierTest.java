package io.twelvefactor.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import io.twelvefactor.operator.observe.RecentWrites;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseRecord;
import io.twelvefactor.operator.sample.Sample;
import io.twelvefactor.operator.surround.Surroundings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server may answer to a write, and what then becomes of the pass. */
class ApplierTest {
  private final TwelveFactorApp app = Sample.app("replicas: 1");
  private static Server server;

  private ObjectWriter writer;
  private Applier applier;

  @BeforeAll
  static void start() {
    server = new Server();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void forgetEarlierRequests() {
    server.requests();
    AppliedVersions versions = new AppliedVersions();
    writer = new ObjectWriter(server.client(), new RecentWrites(Clock.systemUTC()), versions);
    applier = new Applier(writer, versions, Set.of());
  }

  @Test
  void createsByAnApplyThatNoStoredObjectCanMeet() {
    // Given
    server.answers(live("5"));
    // When
    Applied applied =
        applier.create(app, List.of(desired()), Applied.nothing(), Sample.facts(), context());
    // Then
    assertThat(applied.written()).hasSize(1);
    assertThat(applied.complete()).isTrue();
    assertThat(applied.drift()).isEmpty();
    assertThat(server.recorded())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.getMethod()).isEqualTo("PATCH");
              assertThat(request.getPath())
                  .startsWith("/api/v1/namespaces/acme/services/shop-web?")
                  .contains("fieldManager=twelvefactor-operator", "force=true");
              assertThat(request.getHeader("Content-Type"))
                  .startsWith("application/apply-patch+yaml");
              assertThat(request.getUtf8Body()).contains("\"resourceVersion\":\"1\"");
            });
  }

  @Test
  void whatExistsAndIsOursIsTakenUp() {
    // Given
    server.fails(409, "the object has been modified").answers(live("5")).answers(live("6"));
    // When
    Applied applied =
        applier.create(app, List.of(desired()), Applied.nothing(), Sample.facts(), context());
    // Then
    assertThat(applied.complete()).isTrue();
    assertThat(applied.drift()).isEmpty();
    assertThat(server.recorded().get(2).getUtf8Body()).contains("\"uid\":\"u1\"");
  }

  @Test
  void whatExistsAndIsNotOursIsLeftUntouched() {
    // Given
    Service foreign = live("5");
    foreign.getMetadata().getOwnerReferences().get(0).setName("another");
    foreign.getMetadata().getOwnerReferences().get(0).setUid("uid-of-another");
    server.fails(409, "the object has been modified").answers(foreign);
    // When
    Applied applied =
        applier.create(app, List.of(desired()), Applied.nothing(), Sample.facts(), context());
    // Then
    assertThat(applied.conflicts()).containsExactly("Service/shop-web");
    assertThat(applied.written()).isEmpty();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void nothingThatRunsPodsIsMadeBesideWhatIsNotOurs() {
    // Given
    HasMetadata deployment =
        Surroundings.of(app, Sample.running(app), Sample.facts()).stream()
            .filter(object -> object.getKind().equals("Deployment"))
            .findFirst()
            .orElseThrow();
    Service foreign = live("5");
    foreign.getMetadata().setOwnerReferences(List.of());
    server.fails(409, "exists").answers(foreign);
    // When
    applier.create(
        app, List.of(desired(), deployment), Applied.nothing(), Sample.facts(), context());
    // Then
    assertThat(server.requests()).noneMatch(request -> request.contains("deployments"));
  }

  @Test
  void whatCameAndWentIsTriedAgain() {
    // Given
    server.fails(409, "exists").fails(404, "not found");
    // Then
    assertThatThrownBy(
            () ->
                applier.create(
                    app, List.of(desired()), Applied.nothing(), Sample.facts(), context()))
        .isInstanceOf(StaleView.class);
  }

  /** The write was done, its answer lost: the next pass finds what the first one made. */
  @Test
  void aCreateWhoseAnswerWasLostEndsWell() {
    // Given
    server.answersTooLate(live("5"));
    assertThatThrownBy(
            () ->
                applier.create(
                    app, List.of(desired()), Applied.nothing(), Sample.facts(), context()))
        .isInstanceOf(KubernetesClientException.class);
    // When
    server.fails(409, "exists").answers(live("5")).answers(live("5"));
    Applied applied =
        applier.create(app, List.of(desired()), Applied.nothing(), Sample.facts(), context());
    // Then
    assertThat(applied.complete()).isTrue();
    assertThat(applied.drift()).isEmpty();
  }

  /** As above, where the client asks again by itself: what it made first answers 409. */
  @Test
  void aCreateThatTheClientRepeatsEndsWell() {
    // Given
    server.fails(503, "lost").fails(409, "exists").answers(live("5")).answers(live("5"));
    // When
    Applied applied =
        applier.create(app, List.of(desired()), Applied.nothing(), Sample.facts(), context());
    // Then
    assertThat(applied.complete()).isTrue();
    assertThat(applied.drift()).isEmpty();
    assertThat(server.requests()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void anOverloadedServerIsAskedAgain(int code) {
    // Given
    server.fails(code, "later").answers(live("5"));
    // Then
    assertThat(
            applier
                .create(app, List.of(desired()), Applied.nothing(), Sample.facts(), context())
                .written())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500})
  void aServerInTroubleFailsThePassAndBlamesNoObject(int code) {
    // Given
    server.fails(code, "later").fails(code, "later").fails(code, "later");
    // Then
    assertThatThrownBy(
            () ->
                applier.create(
                    app, List.of(desired()), Applied.nothing(), Sample.facts(), context()))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(code));
    assertThat(server.requests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 422})
  void aRefusalIsToldAndTheOthersGoOn(int code) {
    // Given
    String said = "admission webhook \"policy\" denied the request: no";
    server.fails(code, said).answers(live("5"));
    // When
    Applied applied =
        applier.create(
            app,
            List.of(desired(), named("shop-api")),
            Applied.nothing(),
            Sample.facts(),
            context());
    // Then
    assertThat(applied.refusals()).containsExactly("Service/shop-web was refused: " + said);
    assertThat(applied.complete()).isFalse();
    assertThat(applied.written()).hasSize(1);
  }

  @Test
  void aConflictOnUpdateIsTriedAgain() {
    // Given
    server.fails(409, "uid mismatch");
    // Then
    assertThatThrownBy(() -> applier.update(List.of(desired()), Sample.facts(stale()), context()))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
  }

  @Test
  void anUpdateOfWhatIsAnotherObjectByNowIsNoRefusal() {
    // Given
    server.fails(422, "metadata.uid: Invalid value: field is immutable").answers(live("9"));
    // Then
    assertThatThrownBy(() -> applier.update(List.of(desired()), Sample.facts(stale()), context()))
        .isInstanceOf(StaleView.class)
        .hasMessage("Service/shop-web has changed meanwhile");
  }

  @Test
  void anUpdateThatIsInvalidIsARefusal() {
    // Given
    server.fails(422, "spec.ports: Invalid value").answers(stale());
    // When
    Applied applied = applier.update(List.of(desired()), Sample.facts(stale()), context());
    // Then
    assertThat(applied.refusals())
        .containsExactly("Service/shop-web was refused: spec.ports: Invalid value");
  }

  @Test
  void whatIsBeingDeletedIsNotTouched() {
    // Given
    Service going = stale();
    going.getMetadata().setDeletionTimestamp("2026-06-01T12:00:00Z");
    // Then
    assertThat(applier.update(List.of(desired()), Sample.facts(going), context()).written())
        .isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void whatWeMadeAndIsGoneIsReportedAsDeleted() {
    // Given
    server.answers(live("5")).answers(live("7"));
    applier.create(app, List.of(desired()), Applied.nothing(), Sample.facts(), context());
    // When
    Applied again =
        applier.create(app, List.of(desired()), Applied.nothing(), Sample.facts(), context());
    // Then
    assertThat(again.drift().orElseThrow().fields()).containsExactly("deleted");
    assertThat(again.drift().get().object()).isEqualTo("Service/shop-web");
    assertThat(again.drift().get().manager()).isNull();
  }

  @Test
  void theDesiredObjectIsLeftAsItWas() {
    // Given
    Service desired = desired();
    server.answers(live("5")).answers(live("6"));
    // When
    writer.create(desired);
    writer.update(desired, live("5"));
    // Then
    assertThat(desired).isEqualTo(desired());
  }

  @Test
  void noErrorCarriesTheContentOfASecret() {
    // Given
    Secret secret =
        Sample.parse(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: keys, namespace: acme}
            stringData: {key: not-to-be-told}
            """,
            Secret.class);
    server.fails(422, "invalid");
    // Then
    assertThatThrownBy(() -> writer.create(secret))
        .isInstanceOf(KubernetesClientException.class)
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("not-to-be-told");
              }
            });
  }

  @Test
  void aNumberIsTakenOnce() {
    // Given
    Release release = Sample.release(1, app, ReleaseOutcome.Releasing);
    ReleaseWriter releases = new ReleaseWriter(server.client(), writer);
    HasMetadata ours = ReleaseRecord.write(release);
    Surroundings.own(app, ours);
    HasMetadata other =
        ReleaseRecord.write(
            new Release(
                1,
                "another",
                release.inputs(),
                release.templates(),
                release.createdAt(),
                release.revision(),
                release.origin(),
                release.fate()));
    Surroundings.own(app, other);
    // Then our own, written before and not yet seen, is as good as written
    server.fails(409, "exists").answers(ours);
    releases.record(app, release, Ledger.of(List.of()));
    // And another's is not
    server.fails(409, "exists").answers(other);
    assertThatThrownBy(() -> releases.record(app, release, Ledger.of(List.of())))
        .isInstanceOf(StaleView.class)
        .hasMessage("number 1 is taken");
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void noNumberIsTakenPastOneThatWasNotSeen() {
    // Given an app whose status tells of release 1, which no cache shows
    Release first = Sample.release(1, app, ReleaseOutcome.Current);
    Release second = Sample.release(2, app, ReleaseOutcome.Releasing);
    HasMetadata record = ReleaseRecord.write(first);
    Surroundings.own(app, record);
    app.setStatus(
        Sample.parse("releases: [{number: 1, outcome: Current}]", TwelveFactorAppStatus.class));
    ReleaseWriter releases = new ReleaseWriter(server.client(), writer);
    // When it is there, Then nothing is recorded
    server.answers(record);
    assertThatThrownBy(() -> releases.record(app, second, Ledger.of(List.of())))
        .isInstanceOf(StaleView.class)
        .hasMessageContaining("shop-r1 is there, but was not seen yet");
    assertThat(server.requests()).hasSize(1);
    // When somebody deleted it, Then the next number is taken
    server.fails(404, "not found").answers(ReleaseRecord.write(second));
    releases.record(app, second, Ledger.of(List.of()));
    assertThat(server.requests()).hasSize(2);
  }

  private static Service desired() {
    return named("shop-web");
  }

  private static Service named(String name) {
    return Sample.parse(
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: %s
          namespace: acme
          ownerReferences:
          - {apiVersion: twelvefactor.io/v1alpha1, kind: TwelveFactorApp, name: shop, uid: uid-of-shop, controller: true}
        spec:
          ports: [{name: http, port: 80, protocol: TCP}]
        """
            .formatted(name),
        Service.class);
  }

  private static Service live(String version) {
    Service live = desired();
    live.getMetadata().setUid("u1");
    live.getMetadata().setResourceVersion(version);
    return live;
  }

  /** One that does not hold what is desired. */
  private static Service stale() {
    Service stale = live("5");
    stale.getSpec().getPorts().get(0).setPort(81);
    return stale;
  }

  @SuppressWarnings("unchecked")
  private Context<TwelveFactorApp> context() {
    ControllerConfiguration<TwelveFactorApp> configuration =
        (ControllerConfiguration<TwelveFactorApp>)
            answering(
                ControllerConfiguration.class, Map.of("fieldManager", ObjectWriter.FIELD_MANAGER));
    return (Context<TwelveFactorApp>)
        answering(
            Context.class,
            Map.of("getClient", server.client(), "getControllerConfiguration", configuration));
  }

  private static Object answering(Class<?> type, Map<String, Object> answers) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, args) -> answers.get(method.getName()));
  }
}
