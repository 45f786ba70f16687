package io.twelvefactor.operator.status;

import io.twelvefactor.api.v1alpha1.FactorVerdict;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import io.twelvefactor.api.v1alpha1.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The steps from one status to the next that have to do with rules of admission. */
final class RuleTransitions {
  private RuleTransitions() {}

  static List<Transitions.Transition> between(
      TwelveFactorAppStatus before, TwelveFactorAppStatus after) {
    List<Transitions.Transition> found = new ArrayList<>();
    Map<String, FactorVerdict> known =
        before == null
            ? Map.of()
            : before.factors().stream().collect(Collectors.toMap(FactorVerdict::name, v -> v));
    for (FactorVerdict now : after.factors()) {
      FactorVerdict was = known.get(now.name());
      boolean news = was == null || !Objects.equals(was.evidence(), now.evidence());
      boolean ofARule = now.evidence().startsWith(now.name() + "/");
      if (news && ofARule && now.verdict() == Verdict.Fail && !held(after)) {
        found.add(new Transitions.Transition(true, "RuleBroken", now.evidence()));
      } else if (news
          && now.verdict() == Verdict.Waived
          && now.evidence().contains("; waived until ")) {
        found.add(new Transitions.Transition(true, "WaiverEnding", now.evidence()));
      }
    }
    return found;
  }

  /** A release that is held for it has an event already. */
  private static boolean held(TwelveFactorAppStatus status) {
    return status
        .condition(Conditions.STALLED)
        .filter(stalled -> stalled.reason().equals("RuleBroken"))
        .isPresent();
  }
}
