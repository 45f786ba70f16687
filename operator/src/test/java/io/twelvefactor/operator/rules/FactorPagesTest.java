package io.twelvefactor.operator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The tables of docs/factors are made from the policy files, and show a sentence that CorpusIT sees
 * a real API server say. Written by {@code -Ddocs.write=true}.
 */
class FactorPagesTest {
  private static final Path PAGES = Path.of("../docs/factors");
  private static final String BEGIN = "<!-- rules: made from the policy file, do not edit -->\n";
  private static final String END = "<!-- end of rules -->\n";
  private static final List<String> SECTIONS =
      List.of("## What it means here", "## What is refused", "## What is built", "## What is seen");

  @TestFactory
  Stream<DynamicTest> tables() {
    return PolicyFiles.FACTORS.stream()
        .map(factor -> DynamicTest.dynamicTest(factor, () -> assertTable(factor)));
  }

  private static void assertTable(String factor) throws IOException {
    Path page = page(factor);
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    assertThat(begin).as("the marks of the table in %s", page).isPositive().isLessThan(end);
    String made = text.substring(0, begin + BEGIN.length()) + table(factor) + text.substring(end);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(page, made);
    } else {
      assertThat(text).isEqualTo(made);
    }
    assertThat(SECTIONS).allMatch(text::contains);
  }

  @Test
  void thereAreTwelve() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages).hasSize(12);
    }
  }

  private static Path page(String factor) {
    return PAGES.resolve(PolicyFiles.nameOf(factor).replace(".yaml", ".md"));
  }

  private static String table(String factor) {
    List<Rule> rules =
        RuleBook.shipped().rules().stream().filter(rule -> rule.factor().equals(factor)).toList();
    if (rules.isEmpty()) {
      return "\nNothing at admission.\n\n";
    }
    StringBuilder table =
        new StringBuilder("\n| rule | what is refused | instead |\n|---|---|---|\n");
    rules.forEach(
        rule ->
            table.append(
                "| `%s` | %s | %s |\n"
                    .formatted(rule.id(), shown(rule.what()), shown(rule.mend()))));
    table.append("\nFor example:\n\n");
    rules.forEach(rule -> table.append("- ").append(example(rule)).append("\n"));
    return table.append("\n").toString();
  }

  private static String example(Rule rule) {
    return Corpus.all().stream()
        .filter(e -> e.expected().size() == 1)
        .filter(e -> e.expected().stream().anyMatch(m -> m.startsWith(rule.id() + ": ")))
        .findFirst()
        .map(
            e ->
                "[%s](../../operator/%s): `%s`"
                    .formatted(
                        e.file().getFileName(),
                        e.file(),
                        e.expected().stream()
                            .filter(m -> m.startsWith(rule.id() + ": "))
                            .findFirst()
                            .orElseThrow()))
        .orElseThrow();
  }

  private static String shown(String text) {
    return text.replace("<", "&lt;").replace("|", "\\|");
  }
}
