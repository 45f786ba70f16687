package io.twelvefactor.operator.status;

import io.twelvefactor.api.v1alpha1.FactorVerdict;
import io.twelvefactor.api.v1alpha1.Verdict;
import io.twelvefactor.api.v1alpha1.Waiver;
import io.twelvefactor.operator.factor.Evidence;
import io.twelvefactor.operator.factor.Factor;
import io.twelvefactor.operator.factor.Factors;
import io.twelvefactor.operator.factor.Judgement;
import io.twelvefactor.operator.rules.Assessment;
import io.twelvefactor.operator.rules.Finding;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;

/** The twelve verdicts of an app, waivers taken into account. */
public final class Scorecard {
  private static final int LONGEST_EVIDENCE = 1024;

  /** Lenient, since the schema cannot tell that there is no 31 February. */
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.LENIENT);

  private Scorecard() {}

  /** A verdict a factor, in their order. */
  public static List<FactorVerdict> of(Evidence seen) {
    return Factors.ALL.stream().map(factor -> verdict(factor, seen)).toList();
  }

  /** Factors shown to hold over those that apply, such as 9/11. */
  public static String compliance(List<FactorVerdict> verdicts) {
    long holds =
        verdicts.stream()
            .filter(v -> v.verdict() == Verdict.Pass || v.verdict() == Verdict.Waived)
            .count();
    long applies = verdicts.stream().filter(v -> v.verdict() != Verdict.NotApplicable).count();
    return holds + "/" + applies;
  }

  private static FactorVerdict verdict(Factor factor, Evidence seen) {
    Optional<Finding> broken = seen.rules().brokenOf(factor.name());
    if (broken.isPresent()) {
      return new FactorVerdict(
          factor.name(), factor.number(), Verdict.Fail, shortened(broken.get().message()));
    }
    Judgement judgement = factor.judge(seen);
    Optional<Assessment.Excused> excused = seen.rules().waivedOf(factor.name());
    if (excused.filter(e -> excuses(e, judgement)).isPresent()) {
      return new FactorVerdict(
          factor.name(), factor.number(), Verdict.Waived, shortened(excused.get().told()));
    }
    Verdict verdict = judgement.verdict();
    String evidence = judgement.evidence();
    Optional<Waiver> waiver = waiver(judgement, seen);
    if (waiver.isPresent()) {
      verdict = Verdict.Waived;
      evidence = "%s; waived: %s".formatted(evidence, waiver.get().reason());
    }
    return new FactorVerdict(factor.name(), factor.number(), verdict, shortened(evidence));
  }

  /** A waiver of one rule is no excuse for breaking another. */
  private static boolean excuses(Assessment.Excused excused, Judgement judgement) {
    return judgement.verdict() != Verdict.Fail || excused.finding().rule().equals(judgement.rule());
  }

  private static Optional<Waiver> waiver(Judgement judgement, Evidence seen) {
    LocalDate today = LocalDate.ofInstant(seen.facts().now(), ZoneOffset.UTC);
    return seen.spec().waivers().stream()
        .filter(waiver -> waiver.rule().equals(judgement.rule()))
        .filter(waiver -> seen.rules().terms().mayWaive(waiver.rule()))
        .filter(
            waiver ->
                waiver.expires() == null || !today.isAfter(LocalDate.parse(waiver.expires(), DAY)))
        .findFirst();
  }

  private static String shortened(String evidence) {
    return evidence.length() <= LONGEST_EVIDENCE
        ? evidence
        : evidence.substring(0, LONGEST_EVIDENCE - 1) + "…";
  }
}
