package io.twelvefactor.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.twelvefactor.api.v1alpha1.FactorVerdict;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.Verdict;
import io.twelvefactor.operator.factor.Evidence;
import io.twelvefactor.operator.rules.Assessment;
import io.twelvefactor.operator.rules.NamespaceTerms;
import io.twelvefactor.operator.rules.RuleBook;
import io.twelvefactor.operator.sample.Sample;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorecardTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "valid for ever | build-release-run/digest | | Waived",
        "valid today | build-release-run/digest | 2026-06-01 | Waived",
        "expired | build-release-run/digest | 2026-05-31 | Fail",
        "no such day, past | build-release-run/digest | 2026-02-31 | Fail",
        "no such day, ahead | build-release-run/digest | 2027-02-31 | Waived",
        "another rule | build-release-run/drift | | Fail",
      })
  void aWaiverExcusesItsRuleUntilItExpires(
      String what, String rule, String expires, Verdict verdict) {
    // Given
    String until = expires == null ? "" : ", expires: \"" + expires + "\"";
    TwelveFactorApp app =
        Sample.app(
            "image: shop:1\nreplicas: 1\nwaivers: [{rule: %s, reason: see ticket 42%s}]"
                .formatted(rule, until));
    // When
    FactorVerdict fifth = card(app).get(4);
    // Then
    assertThat(fifth.verdict()).as(what).isEqualTo(verdict);
    assertThat(fifth.evidence().endsWith(": see ticket 42")).isEqualTo(verdict == Verdict.Waived);
    assertThat(fifth.evidence()).startsWith("build-release-run/digest: spec.image shop:1: ");
  }

  @Test
  void whatIsNotBrokenNeedsNoWaiver() {
    TwelveFactorApp app =
        Sample.app("replicas: 1\nwaivers: [{rule: build-release-run/digest, reason: ticket 42}]");
    assertThat(card(app).get(4).verdict()).isEqualTo(Verdict.Pass);
  }

  @Test
  void unknownCountsAsNotShown() {
    assertThat(compliance(Verdict.Pass, Verdict.Waived, Verdict.Unknown, Verdict.Fail))
        .isEqualTo("2/4");
    assertThat(compliance(Verdict.Pass, Verdict.NotApplicable, Verdict.NotApplicable))
        .isEqualTo("1/1");
    assertThat(compliance()).isEqualTo("0/0");
  }

  private static List<FactorVerdict> card(TwelveFactorApp app) {
    return Scorecard.of(
        new Evidence(
            app.getSpec(),
            Sample.running(app),
            Sample.facts(),
            Optional.empty(),
            rules(app),
            List.of()));
  }

  private static Assessment rules(TwelveFactorApp app) {
    return Assessment.of(
        RuleBook.shipped(),
        Map.of("spec", new KubernetesSerialization().convertValue(app.getSpec(), Map.class)),
        NamespaceTerms.silent().allowing(Set.of("build-release-run/digest")),
        LocalDate.ofInstant(Sample.NOW, ZoneOffset.UTC));
  }

  private static String compliance(Verdict... verdicts) {
    return Scorecard.compliance(
        Stream.of(verdicts).map(v -> new FactorVerdict("a", 1, v, "b")).toList());
  }
}
