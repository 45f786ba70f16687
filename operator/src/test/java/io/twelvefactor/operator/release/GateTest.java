package io.twelvefactor.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.twelvefactor.api.v1alpha1.ReleaseApprovalSpec;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.observe.AllowedSources;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Promotion;
import io.twelvefactor.operator.sample.Sample;
import io.twelvefactor.operator.sample.SomeFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a new release waits for. */
class GateTest {
  private static final String FROM = "parity: {promotedFrom: {namespace: staging, name: shop}}\n";
  private static final String D1 = "sha256:" + "%064x".formatted(1);

  @Test
  void withoutParityNothingIsAskedFor() {
    assertThat(hold("replicas: 1", promotion("", null))).isEmpty();
    assertThat(
            Gate.hold(
                Sample.app(FROM + "replicas: 1"),
                Sample.facts(),
                Sample.ledger(),
                release(FROM + "replicas: 1")))
        .as("offline")
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} | {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "staging/shop | replicas: 1 | -",
        "'*/shop' | replicas: 9 | -",
        "'other/*, staging/*' | replicas: 1 | -",
        " '' | replicas: 1 | PromotionSourceNotAllowed: does not allow staging/shop (it allows: none)",
        "'other/*, record' | replicas: 1 | PromotionSourceNotAllowed: (it allows: other/*, record)",
        "staging/shop | '{image: \"shop:1\", replicas: 1}' | PromotionNeedsDigest: shop:1 names no digest",
        "staging/shop | '{image: \"shop@sha256:2\", replicas: 1}' | AwaitingPromotion: sha256:2 has not run in staging/shop; to be promoted is release 1 of staging/shop (sha256:000000000000…)",
        "staging/shop | 'processes: [{name: web, port: 8080, command: [other]}]' | AwaitingPromotion: release 1 of staging/shop ran this image with other processes: process web runs [other] here and [] there",
        "staging/shop | 'processes: [{name: web, port: 8080}, {name: extra}]' | AwaitingPromotion: process extra is only here",
        "staging/shop | '{replicas: 1, adminProcesses: [{name: tidy, args: [a]}]}' | AwaitingPromotion: admin process tidy is only here",
      })
  void asksForWhatTheSourceRan(String allowed, String spec, String expected) {
    // Given
    Release there = release("replicas: 3\nconfig: {env: [{name: A, value: b}]}");
    // When
    Optional<Hold> hold = hold(whole(spec), promotion(allowed, Sample.NOW, there));
    // Then
    if (expected.equals("-")) {
      assertThat(hold).isEmpty();
    } else {
      assertThat(hold.orElseThrow().reason()).isEqualTo(expected.split(": ", 2)[0]);
      assertThat(hold.orElseThrow().message()).contains(expected.split(": ", 2)[1]);
    }
  }

  @Test
  void aReleaseThatFailedThereHasNotRun() {
    Release failed = release("replicas: 1").withOutcome(ReleaseOutcome.Failed);
    assertThat(
            hold(whole("replicas: 1"), promotion("*/*", Sample.NOW, failed))
                .orElseThrow()
                .message())
        .isEqualTo("staging/shop has not brought up any release yet");
  }

  @Test
  void aSourceThatIsNotThereIsWaitedFor() {
    Promotion nothing =
        new Promotion(AllowedSources.parse("staging/*"), Optional.empty(), List.of());
    assertThat(hold(whole("replicas: 1"), nothing).orElseThrow().message())
        .isEqualTo("spec.parity.promotedFrom: there is no TwelveFactorApp staging/shop");
  }

  @Test
  void whatRanHereNeedsNobodyElse() {
    TwelveFactorApp app = Sample.app(whole("replicas: 1\nconfig: {env: [{name: A, value: new}]}"));
    Release current = release("replicas: 1");
    Facts facts = facts(promotion("", null));
    assertThat(Gate.hold(app, facts, Sample.ledger(current), release(2, app))).isEmpty();
    assertThat(
            Gate.hold(
                app,
                facts,
                Sample.ledger(current.withOutcome(ReleaseOutcome.Failed)),
                release(2, app)))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-06-01T11:59:00Z | -",
        "2026-06-01T11:59:01Z | release 1 of staging/shop must be ready for 60 s before this one follows; that will be at 2026-06-01T12:00:01Z",
        "'' | it is not ready now",
      })
  void mustHaveRunForSomeTime(String readySince, String expected) {
    // Given
    String spec =
        "parity: {readyForSeconds: 60, promotedFrom: {namespace: staging, name: shop}}\nreplicas: 1";
    Instant since = readySince.isEmpty() ? null : Instant.parse(readySince);
    // When
    Optional<Hold> hold = hold(spec, promotion("*/*", since, release("replicas: 1")));
    // Then
    assertThat(hold.map(Hold::message).orElse("-")).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"record, true", "'*/*', false"})
  void theRecordOfAnotherClusterIsASource(String allowed, boolean passes) {
    String spec =
        """
        parity:
          promotedFrom:
            record: {app: staging/shop, release: 7, digest: "%s", readySince: "2026-06-01T11:00:00Z", processes: [{name: web}]}
        replicas: 1
        """
            .formatted(D1);
    assertThat(hold(spec, promotion(allowed, null)).isEmpty()).isEqualTo(passes);
    assertThat(hold(spec.replace("name: web", "name: api"), promotion(allowed, null))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "shop, 2, true, '', true",
    "shop, 1, true, '', false",
    "shop, 2, false, '', false",
    "shop, 2, true, right, true",
    "shop, 2, true, ffffffff, false",
  })
  void anApprovalIsForOneRelease(
      String name, int number, boolean digest, String fingerprint, boolean passes) {
    // Given
    TwelveFactorApp app = Sample.app(name, "parity: {approval: Required}\nreplicas: 1");
    Release candidate = release(2, app);
    ReleaseApprovalSpec approval =
        new ReleaseApprovalSpec(
            name,
            number,
            digest ? D1 : "sha256:" + "0".repeat(64),
            fingerprint.isEmpty()
                ? null
                : fingerprint.equals("right")
                    ? candidate.fingerprint().substring(0, 8)
                    : fingerprint,
            "jo");
    Promotion promotion =
        new Promotion(AllowedSources.parse(null), Optional.empty(), List.of(approval));
    // When
    Optional<Hold> hold = Gate.hold(app, facts(promotion), Sample.ledger(), candidate);
    // Then
    assertThat(hold.isEmpty()).isEqualTo(passes);
    hold.ifPresent(
        h ->
            assertThat(h.message())
                .startsWith(
                    "release 2 (%s, fingerprint %s)"
                        .formatted(D1, candidate.fingerprint().substring(0, 12))));
  }

  private static Optional<Hold> hold(String spec, Promotion promotion) {
    TwelveFactorApp app = Sample.app(spec);
    return Gate.hold(app, facts(promotion), Sample.ledger(), release(1, app));
  }

  private static String whole(String spec) {
    return spec.startsWith("{")
        ? FROM
            + spec.substring(1, spec.length() - 1).replace(", ", "\n").replace("\nargs", ", args")
        : FROM + spec;
  }

  private static Promotion promotion(String allowed, Instant readySince, Release... releases) {
    List<ControllerRevision> records = List.of(releases).stream().map(GateTest::record).toList();
    return new Promotion(
        AllowedSources.parse(allowed),
        Optional.of(new Promotion.Source(records, readySince)),
        List.of());
  }

  private static ControllerRevision record(Release release) {
    ControllerRevision record = ReleaseRecord.write(release);
    record.getMetadata().getAnnotations().put(Labels.OUTCOME, release.outcome().name());
    return record;
  }

  private static Facts facts(Promotion promotion) {
    return new SomeFacts().promotion(promotion).facts();
  }

  private static Release release(String spec) {
    return release(1, Sample.app(spec));
  }

  private static Release release(int number, TwelveFactorApp app) {
    return Sample.release(number, app, ReleaseOutcome.Current);
  }
}
