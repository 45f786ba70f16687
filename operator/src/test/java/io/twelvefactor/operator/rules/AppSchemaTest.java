package io.twelvefactor.operator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The schema says offline what CrdCorpusIT shows that a real API server says. */
class AppSchemaTest {
  private static final Path EXAMPLES = Path.of("../crds");
  private static final String EXPECT = "# expect: ";

  @TestFactory
  Stream<DynamicTest> takes() throws IOException {
    return each("valid", (text, messages) -> assertThat(messages).isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> refuses() throws IOException {
    return each(
        "invalid",
        (text, messages) -> {
          String expected = text.lines().findFirst().orElseThrow().substring(EXPECT.length());
          assertThat(messages).anyMatch(message -> message.contains(expected));
        });
  }

  private interface Check {
    void of(String text, List<String> messages);
  }

  @SuppressWarnings("unchecked")
  private static Stream<DynamicTest> each(String directory, Check check) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(EXAMPLES.resolve(directory))) {
      files = all.sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream()
        .filter(AppSchemaTest::isApp)
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      String text = Files.readString(file);
                      Map<String, Object> app =
                          new KubernetesSerialization().unmarshal(text, Map.class);
                      check.of(
                          text,
                          AppSchema.shipped().violations(app).stream()
                              .map(Finding::message)
                              .toList());
                    }));
  }

  /** Runs and approvals are not checked offline: they mean something beside an app only. */
  private static boolean isApp(Path file) {
    try {
      return Files.readString(file).contains("kind: TwelveFactorApp\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
