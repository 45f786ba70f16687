package io.twelvefactor.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.api.v1alpha1.FactorVerdict;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import io.twelvefactor.api.v1alpha1.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTransitionsTest {
  private static final FactorVerdict PASS = new FactorVerdict("logs", 11, Verdict.Pass, "fine");
  private static final FactorVerdict BROKEN =
      new FactorVerdict(
          "logs", 11, Verdict.Fail, "logs/file: spec.config.env[LOG_FILE]: a log file");
  private static final FactorVerdict ENDING =
      new FactorVerdict(
          "logs", 11, Verdict.Waived, "logs/file: a log file; waived until 2026-06-10: ticket 42");

  @Test
  void aRuleThatBecomesStricterIsToldOnce() {
    assertThat(RuleTransitions.between(status(PASS), status(BROKEN)))
        .containsExactly(new Transitions.Transition(true, "RuleBroken", BROKEN.evidence()));
    assertThat(RuleTransitions.between(status(BROKEN), status(BROKEN))).isEmpty();
    assertThat(RuleTransitions.between(status(BROKEN), status(PASS))).isEmpty();
  }

  @Test
  void aWaiverThatEndsSoonIsToldOnce() {
    assertThat(RuleTransitions.between(status(PASS), status(ENDING)))
        .extracting(Transitions.Transition::reason)
        .containsExactly("WaiverEnding");
    assertThat(RuleTransitions.between(status(ENDING), status(ENDING))).isEmpty();
  }

  @Test
  void whatOnlyRunTimeShowsIsNoRule() {
    FactorVerdict crash = new FactorVerdict("logs", 11, Verdict.Fail, "does not stay up");
    assertThat(RuleTransitions.between(status(PASS), status(crash))).isEmpty();
  }

  @Test
  void aHeldReleaseHasItsOwnEvent() {
    Condition stalled =
        new Condition("Stalled", "True", "RuleBroken", "logs/file: …", "2026-06-01T12:00:00Z", 1L);
    assertThat(RuleTransitions.between(status(PASS), status(BROKEN, stalled))).isEmpty();
  }

  private static TwelveFactorAppStatus status(FactorVerdict verdict, Condition... conditions) {
    return new TwelveFactorAppStatus(
        1L,
        List.of(conditions),
        null,
        null,
        null,
        List.of(),
        List.of(),
        "0/0",
        List.of(verdict),
        "0/1",
        null,
        null,
        List.of());
  }
}
