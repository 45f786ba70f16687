package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.operator.rules.Corpus;
import io.twelvefactor.operator.rules.NamespaceTerms;
import io.twelvefactor.testing.ControlPlane;
import io.twelvefactor.testing.ControlPlaneExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A real API server says of every example what its file expects, as CorpusTest shows of cel-java:
 * the same sentences. No operator runs.
 */
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusIT {
  private static final String LEVEL = "twelvefactor.io/enforce";

  /** Warnings are cut to so many letters each, once all of a request are more than 4096. */
  private static final int CUT = 256;

  private final Map<String, String> namespaces = new HashMap<>();
  private final ControlPlane controlPlane;
  private InstalledPolicies policies;
  private Apply apply;

  CorpusIT(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  @BeforeAll
  void install() {
    policies = new InstalledPolicies(controlPlane);
    apply = new Apply(controlPlane);
  }

  @AfterAll
  void remove() {
    apply.close();
    policies.close();
  }

  @TestFactory
  Stream<DynamicTest> warns() {
    return each(
        example -> {
          Apply.Answer answer = apply.dryRun(namespace("warn", example.terms()), example.text());
          assertThat(answer.refusal()).isEmpty();
          assertSaid(answer.warnings(), example.expected());
        });
  }

  @TestFactory
  Stream<DynamicTest> refuses() {
    return each(
        example -> {
          Apply.Answer answer = apply.dryRun(namespace("", example.terms()), example.text());
          if (example.good()) {
            assertThat(answer.refusal()).isEmpty();
          } else {
            assertThat(example.expected()).contains(answer.refusal().orElse("taken"));
          }
          assertSaid(answer.warnings(), example.expected());
        });
  }

  @TestFactory
  Stream<DynamicTest> takesWhereRulesAreOffOrOnlyNoted() {
    return Stream.of("off", "audit")
        .flatMap(
            level ->
                each(
                    example ->
                        assertThat(apply.dryRun(namespace(level, example.terms()), example.text()))
                            .isEqualTo(new Apply.Answer(java.util.Optional.empty(), List.of()))));
  }

  private interface Check {
    void of(Corpus.Example example);
  }

  private static Stream<DynamicTest> each(Check check) {
    return Corpus.all().stream()
        .map(example -> DynamicTest.dynamicTest(example.name(), () -> check.of(example)));
  }

  private static void assertSaid(List<String> warnings, List<String> expected) {
    int letters = warnings.stream().mapToInt(String::length).sum();
    boolean whole = warnings.containsAll(expected);
    if (whole || letters < CUT * 2) {
      assertThat(warnings).containsExactlyInAnyOrderElementsOf(expected);
    } else {
      assertThat(warnings).hasSameSizeAs(expected);
      assertThat(warnings)
          .allMatch(said -> expected.stream().anyMatch(message -> message.startsWith(said)));
    }
  }

  private String namespace(String level, NamespaceTerms terms) {
    return namespaces.computeIfAbsent(
        level + terms,
        key -> {
          Map<String, String> labels = new HashMap<>(terms.labels());
          if (!level.isEmpty()) {
            labels.put(LEVEL, level);
          }
          return policies.namespace(labels, terms.annotations());
        });
  }
}
