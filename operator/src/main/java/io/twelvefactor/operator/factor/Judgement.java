package io.twelvefactor.operator.factor;

import io.twelvefactor.api.v1alpha1.Verdict;
import io.twelvefactor.operator.rules.RuleBook;

/**
 * What a factor's judge says.
 *
 * @param verdict how the factor stands; Waived is not a judge's word
 * @param evidence what the verdict rests on, or why there is none
 * @param rule id of the broken rule, where the verdict is Fail
 */
public record Judgement(Verdict verdict, String evidence, String rule) {

  public static Judgement pass(String evidence) {
    return new Judgement(Verdict.Pass, evidence, null);
  }

  public static Judgement fail(String rule, String evidence) {
    return new Judgement(Verdict.Fail, evidence, rule);
  }

  /** What runs breaks a rule of admission, told in the rule's own words. */
  static Judgement breaks(String rule, String where) {
    return fail(
        rule,
        RuleBook.shipped()
            .rule(rule)
            .map(r -> "%s: %s; %s".formatted(where, r.what(), r.mend()))
            .orElseThrow());
  }

  public static Judgement unknown(String why) {
    return new Judgement(Verdict.Unknown, why, null);
  }

  public static Judgement notApplicable(String why) {
    return new Judgement(Verdict.NotApplicable, why, null);
  }
}
