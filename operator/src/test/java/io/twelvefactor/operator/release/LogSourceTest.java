package io.twelvefactor.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Place;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.observe.PodTerms;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.sample.Sample;
import io.twelvefactor.operator.sample.SomeFacts;
import io.twelvefactor.operator.sample.SomePod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSourceTest {
  private static final String SIDECAR = "replicas: 1\nlogs: {mode: Sidecar, stdout: true}";
  private static final String WITH_SECRET =
      "replicas: 1\n"
          + "logs: {mode: Sidecar, forward: {host: h, sharedKey: {name: sink, key: key}}}";

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "restricted"})
  void waitsForNoLevelThatForbidsIt(String level) {
    Hold hold = hold(SIDECAR, in(new Place(level, false, null)));
    assertThat(hold.reason()).isEqualTo("LogSidecarForbidden");
    assertThat(hold.terminal()).isTrue();
    assertThat(hold.message())
        .contains("spec.logs.mode")
        .contains("namespace acme")
        .contains("pod-security.kubernetes.io/enforce: " + level)
        .contains("set mode: Platform");
  }

  @Test
  void goesWhereNothingForbidsIt() {
    assertThat(resolve(SIDECAR, in(new Place("privileged", false, null))))
        .isInstanceOf(Resolution.Resolved.class);
    assertThat(resolve(SIDECAR, in(Place.SILENT))).isInstanceOf(Resolution.Resolved.class);
    assertThat(resolve("replicas: 1", in(new Place("restricted", false, null))))
        .isInstanceOf(Resolution.Resolved.class);
  }

  @Test
  void fargateHasNoNodeToReadFrom() {
    PodFact pod = SomePod.ready("p", "web", 1).terms(new PodTerms(true, false)).fact();
    Hold hold = hold(SIDECAR, Sample.facts(List.of(pod)));
    assertThat(hold.reason()).isEqualTo("LogSidecarOnFargate");
    assertThat(hold.message()).contains("mode: Platform").contains("aws-logging");
    assertThat(resolve("replicas: 1", Sample.facts(List.of(pod))))
        .isInstanceOf(Resolution.Resolved.class);
  }

  @Test
  void whatIsShownToTheSinkMustBeThere() {
    assertThat(hold(WITH_SECRET, Sample.facts()).message())
        .isEqualTo(
            "spec.logs.forward.sharedKey: Secret sink does not exist in namespace acme; create it, or name another");
    assertThat(hold(WITH_SECRET, secret("a", "other")).message())
        .isEqualTo(
            "spec.logs.forward.sharedKey: Secret sink has no key key; add it, or name another");
  }

  @Test
  void aRotatedSecretIsAReleaseAndSaysSo() {
    // Given
    ReleaseInputs before = inputs(WITH_SECRET, secret("a", "key"));
    ReleaseInputs after = inputs(WITH_SECRET, secret("b", "key"));
    // Then
    assertThat(Fingerprint.of(before)).isNotEqualTo(Fingerprint.of(after));
    assertThat(Cause.of(Optional.of(before), after))
        .isEqualTo("rotated: Secret sink of the log sidecar");
    assertThat(before.withSecretsOf(secret("b", "key"))).isEqualTo(after);
    assertThat(before.refersToSecrets()).isTrue();
    assertThat(Cause.of(Optional.of(inputs("replicas: 1", Sample.facts())), after))
        .isEqualTo("changed: logs");
  }

  private static Facts secret(String digest, String key) {
    return Sample.facts(Map.of(Reference.secret("sink"), Sample.content(digest, key)));
  }

  private static Facts in(Place place) {
    return new SomeFacts().place(place).facts();
  }

  private static ReleaseInputs inputs(String spec, Facts facts) {
    return ((Resolution.Resolved) resolve(spec, facts)).inputs();
  }

  private static Hold hold(String spec, Facts facts) {
    return ((Resolution.Unresolved) resolve(spec, facts)).hold();
  }

  private static Resolution resolve(String spec, Facts facts) {
    TwelveFactorApp app = Sample.app(spec);
    return Resolver.resolve(app, facts, Optional.empty());
  }
}
