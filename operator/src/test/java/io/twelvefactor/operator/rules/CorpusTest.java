package io.twelvefactor.operator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every example is judged as its file says, without an API server. */
class CorpusTest {
  private static final RuleBook BOOK = RuleBook.shipped();

  @TestFactory
  Stream<DynamicTest> judges() {
    return Corpus.all().stream()
        .map(example -> DynamicTest.dynamicTest(example.name(), () -> assertJudged(example)));
  }

  private static void assertJudged(Corpus.Example example) throws IOException {
    List<String> messages =
        BOOK.broken(example.app(), example.terms()).stream().map(Finding::message).toList();
    if (Boolean.getBoolean("corpus.write")) {
      Files.writeString(example.file(), example.expecting(messages));
    } else {
      assertThat(messages).isEqualTo(example.expected());
    }
  }

  @Test
  void itIsLargeAndEveryRuleHasABadExample() {
    List<Corpus.Example> all = Corpus.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(150);
    assertThat(all).filteredOn(Corpus.Example::good).hasSizeGreaterThan(60);
    assertThat(all).allMatch(example -> example.good() == example.expected().isEmpty());
    Set<String> shown =
        all.stream()
            .flatMap(example -> example.expected().stream())
            .map(message -> message.substring(0, message.indexOf(": ")))
            .collect(Collectors.toSet());
    assertThat(shown).isEqualTo(BOOK.rules().stream().map(Rule::id).collect(Collectors.toSet()));
  }
}
