package io.twelvefactor.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.ReleaseStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.sample.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
  private static final String ONE = "replicas: 1\nimage: " + Sample.image(1);
  private static final String TWO = "replicas: 1\nimage: " + Sample.image(2);

  private final Planner planner = new Planner(new PodTemplates(), Pace.NONE);

  @Test
  void mintsTheFirstRelease() {
    // When
    Plan plan = plan(Sample.app(ONE + "\ncodebase: {revision: 3f1c0de}"), Sample.ledger());
    // Then
    Release first = plan.target().orElseThrow();
    assertThat(plan.minted()).isTrue();
    assertThat(plan.current()).isEmpty();
    assertThat(plan.hold()).isEmpty();
    assertThat(plan.rollingOut()).isTrue();
    assertThat(plan.live()).containsExactly(first);
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.cause()).isEqualTo("first release");
    assertThat(first.revision()).isEqualTo("3f1c0de");
    assertThat(first.createdAt()).isEqualTo(Sample.NOW);
    assertThat(first.outcome()).isEqualTo(ReleaseOutcome.Releasing);
    assertThat(first.fingerprint()).isEqualTo(Fingerprint.of(first.inputs()));
    assertThat(first.templates()).isEqualTo(new PodTemplates().render(first.inputs(), 1));
  }

  @Test
  void keepsTheReleaseOfTheSameFingerprint() {
    // Given
    Release current = release(4, ONE, ReleaseOutcome.Current);
    // When
    Plan plan = plan(Sample.app(ONE.replace("replicas: 1", "replicas: 5")), Sample.ledger(current));
    // Then
    assertThat(plan.minted()).isFalse();
    assertThat(plan.target()).contains(current);
    assertThat(plan.current()).contains(current);
    assertThat(plan.rollingOut()).isFalse();
    assertThat(plan.live()).containsExactly(current);
  }

  @Test
  void mintsTheNextReleaseForAnotherFingerprint() {
    // Given
    Release current = release(4, ONE, ReleaseOutcome.Current);
    // When
    Plan plan = plan(Sample.app(TWO), Sample.ledger(current));
    // Then
    assertThat(plan.target().orElseThrow().number()).isEqualTo(5);
    assertThat(plan.target().orElseThrow().cause()).isEqualTo("changed: image");
    assertThat(plan.current()).contains(current);
    assertThat(plan.live()).containsExactly(current, plan.target().get());
  }

  @Test
  void goesBackToOlderContentUnderANewNumber() {
    // Given
    Ledger ledger =
        Sample.ledger(
            release(1, ONE, ReleaseOutcome.Current), release(2, TWO, ReleaseOutcome.Current));
    // When
    Plan plan = plan(Sample.app(ONE), ledger);
    // Then
    assertThat(plan.minted()).isTrue();
    assertThat(plan.current().orElseThrow().number()).isEqualTo(2);
    assertThat(plan.target().orElseThrow().number()).isEqualTo(3);
    assertThat(plan.target().orElseThrow().fingerprint())
        .isEqualTo(release(1, ONE, ReleaseOutcome.Current).fingerprint());
  }

  @Test
  void takesUpAReleaseThatWasNotYetBroughtUp() {
    // Given
    Release current = release(1, ONE, ReleaseOutcome.Current);
    Release underWay = release(2, TWO, ReleaseOutcome.Releasing);
    // When
    Plan plan = plan(Sample.app(TWO), Sample.ledger(current, underWay));
    // Then
    assertThat(plan.minted()).isFalse();
    assertThat(plan.current()).contains(current);
    assertThat(plan.target()).contains(underWay);
  }

  @Test
  void neverUsesANumberAgainThatTheStatusHasShown() {
    // Given
    TwelveFactorApp app = Sample.app(TWO);
    app.setStatus(statusWith(7, 6));
    // Then
    assertThat(plan(app, Sample.ledger()).target().orElseThrow().number()).isEqualTo(8);
    assertThat(
            plan(app, Sample.ledger(release(9, ONE, ReleaseOutcome.Failed)))
                .target()
                .orElseThrow()
                .number())
        .isEqualTo(10);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "config: {sources: [{configMapRef: {name: flags}}]} | ConfigMissing | spec.config.sources[0].configMapRef: ConfigMap flags does not exist in namespace acme; create it, or name another",
        "config: {sources: [{secretRef: {name: keys}}]} | ConfigMissing | spec.config.sources[0].secretRef: Secret keys does not exist in namespace acme; create it, or name another",
        "backingServices: [{name: db, type: pg, secretRef: {name: keys}}] | BackingServiceMissing | spec.backingServices[0].secretRef: Secret keys does not exist in namespace acme; create it, or name another",
        "backingServices: [{name: db, type: pg, secretRef: {name: there}, env: [{name: U, key: uri}]}] | BackingServiceIncomplete | spec.backingServices[0].env: Secret there has no key 'uri' for U (it has: [A, B])",
        "config: {required: [PORT, NAME], sources: [{secretRef: {name: there}}], env: [{name: X}]} | RequiredConfigMissing | spec.config.required: NAME is in none of Secret there, spec.config.env",
      })
  void holdsWhatIsMissing(String spec, String reason, String message) {
    // Given
    Facts facts = Sample.facts(Map.of(Reference.secret("there"), Sample.content("a", "B", "A")));
    Release current = release(1, ONE, ReleaseOutcome.Current);
    TwelveFactorApp app = Sample.app(TWO + "\n" + spec);
    // When
    Plan plan = planner.plan(app, facts, Sample.ledger(current));
    // Then
    Hold hold = plan.hold().orElseThrow();
    assertThat(hold.reason()).isEqualTo(reason);
    assertThat(hold.message()).isEqualTo(message);
    assertThat(hold.terminal()).isFalse();
    assertThat(
            hold.about(
                reason.startsWith("BackingService")
                    ? Gap.Subject.BACKING_SERVICE
                    : Gap.Subject.CONFIG))
        .isPresent();
    assertThat(plan.minted()).isFalse();
    assertThat(plan.target()).contains(current);
    assertThat(plan.rollingOut()).isFalse();
  }

  @Test
  void tellsEverythingThatIsMissingAtOnce() {
    // When
    Plan plan =
        plan(
            Sample.app(
                ONE
                    + """

                    config: {sources: [{configMapRef: {name: a}}, {secretRef: {name: b}}]}
                    backingServices: [{name: c, type: d, configMapRef: {name: e}}]
                    """),
            Sample.ledger());
    // Then
    assertThat(plan.hold().orElseThrow().reason()).isEqualTo("ConfigMissing");
    assertThat(plan.hold().get().message().split("; create it, or name another")).hasSize(3);
    assertThat(plan.target()).isEmpty();
    assertThat(plan.live()).isEmpty();
  }

  @Test
  void requiredNamesMayComeFromAnywhere() {
    // Given
    String spec =
        ONE
            + """

            config:
              sources: [{configMapRef: {name: flags}}, {configMapRef: {name: files, mountPath: /x}}]
              env: [{name: A}]
              required: [A, FLAG, URL, PORT]
            backingServices: [{name: db, type: pg, values: {u: v}, env: [{name: URL, key: u}]}]
            """;
    Facts facts =
        Sample.facts(
            Map.of(
                Reference.configMap("flags"), Sample.content("a", "FLAG"),
                Reference.configMap("files"), Sample.content("b", "FILE")));
    // Then
    assertThat(planner.plan(Sample.app(spec), facts, Sample.ledger()).hold()).isEmpty();
    assertThat(
            planner
                .plan(Sample.app(spec.replace("[A, FLAG", "[FILE, FLAG")), facts, Sample.ledger())
                .hold()
                .orElseThrow()
                .message())
        .startsWith("spec.config.required: FILE is in none of ConfigMap flags, backing service db");
  }

  @Test
  void holdsForGoodWhatCannotBeRendered() {
    // Given
    Release current = release(1, ONE, ReleaseOutcome.Current);
    String clash = "processes: [{name: web, scratch: [{path: /tmp}]}]";
    // When
    Plan plan = plan(Sample.app(clash), Sample.ledger(current));
    // Then
    assertThat(plan.hold().orElseThrow().terminal()).isTrue();
    assertThat(plan.hold().get().reason()).isEqualTo("SpecInvalid");
    assertThat(plan.hold().get().message()).contains("/tmp").contains("give one of them another");
    assertThat(plan.target()).contains(current);
    assertThat(plan.minted()).isFalse();
  }

  @Test
  void aHeldPlanGoesBackToWhatRuns() {
    // Given
    Release current = release(1, ONE, ReleaseOutcome.Current);
    Plan plan = plan(Sample.app(TWO), Sample.ledger(current));
    // When
    Plan held = plan.held(Hold.stalled("NameConflict", "Service/shop-web"));
    // Then
    assertThat(held.target()).contains(current);
    assertThat(held.live()).containsExactly(current);
    assertThat(held.minted()).isFalse();
    assertThat(held.hold()).isPresent();
  }

  @Test
  void aSettledPlanKnowsWhatBecameOfItsTarget() {
    // Given
    Release current = release(1, ONE, ReleaseOutcome.Current);
    Plan plan = plan(Sample.app(TWO), Sample.ledger(current));
    // When
    Plan done = plan.settled(Fate.of(ReleaseOutcome.Current));
    Plan failed = plan.settled(Fate.of(ReleaseOutcome.Failed));
    // Then
    assertThat(done.current().orElseThrow().number()).isEqualTo(2);
    assertThat(done.rollingOut()).isFalse();
    assertThat(done.ledger().current()).isEqualTo(done.current());
    assertThat(failed.current()).contains(current);
    assertThat(failed.rollingOut()).isTrue();
    assertThat(failed.ledger().releases())
        .extracting(Release::number, Release::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, ReleaseOutcome.Failed),
            org.assertj.core.groups.Tuple.tuple(1, ReleaseOutcome.Current));
  }

  private Plan plan(TwelveFactorApp app, Ledger ledger) {
    return planner.plan(app, Sample.facts(), ledger);
  }

  private static Release release(int number, String spec, ReleaseOutcome outcome) {
    return Sample.release(number, Sample.app(spec), outcome);
  }

  private static TwelveFactorAppStatus statusWith(int... numbers) {
    List<ReleaseStatus> releases =
        java.util.Arrays.stream(numbers)
            .mapToObj(
                number ->
                    new ReleaseStatus(
                        number,
                        "i",
                        "f",
                        null,
                        "t",
                        ReleaseOutcome.Superseded,
                        "cause",
                        null,
                        null,
                        null,
                        null))
            .toList();
    return new TwelveFactorAppStatus(
        1L, null, null, null, null, releases, null, null, null, null, null, null, null);
  }
}
