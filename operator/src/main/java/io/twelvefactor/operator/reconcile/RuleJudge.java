package io.twelvefactor.operator.reconcile;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.release.Hold;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.rules.Assessment;
import io.twelvefactor.operator.rules.NamespaceTerms;
import io.twelvefactor.operator.rules.RuleBook;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Holds apps to the rules where admission did not: rules change after an app was admitted, and the
 * policies may be absent. Only a release that has yet to be made is held; what runs, and what is
 * being rolled out, was right when it was made.
 */
final class RuleJudge {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  /** More apps than this are judged anew now and then. */
  private static final int REMEMBERED = 2_000;

  /** All that an assessment depends on, but for the app itself. */
  private record Question(Long generation, NamespaceTerms terms, LocalDate today) {}

  private record Answer(Question question, Assessment assessment) {}

  private final Function<String, NamespaceTerms> terms;

  /** By uid: most passes are about something else than the spec, and judging takes milliseconds. */
  private final Map<String, Answer> answers =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
              return size() > REMEMBERED;
            }
          });

  /**
   * @param terms what a namespace says of the rules
   */
  RuleJudge(Function<String, NamespaceTerms> terms) {
    this.terms = terms;
  }

  Assessment assess(TwelveFactorApp app, Facts facts) {
    Question question =
        new Question(
            app.getMetadata().getGeneration(),
            terms.apply(app.getMetadata().getNamespace()),
            LocalDate.ofInstant(facts.now(), ZoneOffset.UTC));
    Answer known = answers.get(app.getMetadata().getUid());
    if (known != null && known.question().equals(question)) {
      return known.assessment();
    }
    Map<String, Object> seen = Map.of("spec", JSON.convertValue(app.getSpec(), Map.class));
    Assessment assessment =
        Assessment.of(RuleBook.shipped(), seen, question.terms(), question.today());
    answers.put(app.getMetadata().getUid(), new Answer(question, assessment));
    return assessment;
  }

  /** The plan, or what is left of it. */
  static Plan permitted(Plan plan, Assessment assessment) {
    return plan.minted()
        ? assessment
            .refusal()
            .map(message -> plan.held(Hold.stalled("RuleBroken", message)))
            .orElse(plan)
        : plan;
  }
}
