package io.twelvefactor.operator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.operator.factor.Factor;
import io.twelvefactor.operator.factor.Factors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the policy files have in common, and what their bindings say. */
class PolicyFilesTest {
  private static final Path BINDINGS = Path.of("src/main/resources/factors/bindings.yaml");

  @Test
  void aFileAFactor() {
    assertThat(PolicyFiles.FACTORS).isEqualTo(Factors.ALL.stream().map(Factor::name).toList());
    for (String factor : PolicyFiles.FACTORS) {
      assertThat(PolicyFiles.textOf(factor)).as(factor).startsWith("# ");
    }
    assertThat(Set.of("codebase", "dev-prod-parity"))
        .allMatch(factor -> PolicyFiles.textOf(factor).contains("# No admission rule."))
        .noneMatch(PolicyFiles.policies()::containsKey);
    assertThat(PolicyFiles.policies()).hasSize(10);
  }

  @Test
  void ruleIdsBeginWithTheirFactor() {
    PolicyFiles.policies()
        .forEach(
            (factor, policy) ->
                assertThat(new FactorPolicy(policy).rules())
                    .as(factor)
                    .isNotEmpty()
                    .allMatch(rule -> rule.id().matches("[a-z-]+/[a-z0-9-]+"))
                    .allMatch(rule -> rule.factor().equals(factor)));
    assertThat(RuleBook.shipped().rules()).extracting(Rule::id).doesNotHaveDuplicates();
  }

  /** Else labels and finalizers of older apps could not be changed, nor could they be deleted. */
  @Test
  void onlyAChangedSpecIsLookedAt() {
    PolicyFiles.policies()
        .forEach(
            (factor, policy) -> {
              Map<?, ?> spec = (Map<?, ?>) policy.get("spec");
              assertThat(spec.get("matchConditions").toString())
                  .as(factor)
                  .contains("expression=oldObject == null || object.spec != oldObject.spec")
                  .contains("expression=!has(object.metadata.deletionTimestamp)");
              assertThat(spec.get("matchConstraints").toString())
                  .as(factor)
                  .contains("resources=[twelvefactorapps]}");
              assertThat(spec.get("failurePolicy")).isEqualTo("Fail");
            });
  }

  /** A warning is a header of HTTP, where other letters become unreadable. */
  @Test
  void messagesAreAscii() {
    assertThat(PolicyFiles.FACTORS)
        .allMatch(factor -> PolicyFiles.textOf(factor).chars().allMatch(c -> c < 128));
  }

  @Test
  void bindingsAreCommitted() throws IOException {
    if (Boolean.getBoolean("rules.write")) {
      Files.writeString(BINDINGS, Bindings.yaml());
    }
    assertThat(Files.readString(BINDINGS)).isEqualTo(Bindings.yaml());
    // To kubectl, which reads YAML 1.1, a bare off is false.
    assertThat(Bindings.yaml()).contains("\"off\"]").doesNotContain(" off");
  }

  @Test
  void whichRulesMayBeWaivedIsTheNamespaces() {
    NamespaceTerms some =
        new NamespaceTerms(
            Map.of(), Map.of(NamespaceTerms.WAIVERS_ALLOWED, "logs/file , disposability/grace"));
    assertThat(some.mayWaive("disposability/grace")).isTrue();
    assertThat(some.mayWaive("disposability/other")).isFalse();
    assertThat(NamespaceTerms.silent().mayWaive("logs/file")).isFalse();
    assertThat(NamespaceTerms.silent().allowing(Set.of("*")).mayWaive("logs/file")).isTrue();
  }

  @Test
  void whatIsUnknownIsDenied() {
    assertThat(List.of("", "on", "Deny", "deny"))
        .allMatch(label -> Level.of(Map.of(Level.LABEL, label)) == Level.DENY);
    assertThat(Level.of(Map.of())).isEqualTo(Level.DENY);
    assertThat(Level.of(Map.of(Level.LABEL, "audit"))).isEqualTo(Level.AUDIT);
  }
}
