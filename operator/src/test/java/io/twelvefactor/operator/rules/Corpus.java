package io.twelvefactor.operator.rules;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Apps that the rules take ({@code good}) and refuse ({@code bad}). The comments at the head of a
 * file say what it is, what its namespace says of the rules, and every message that is expected.
 */
public final class Corpus {
  private static final Path ROOT = Path.of("src/test/resources/corpus");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String EXPECT = "# expect: ";

  private Corpus() {}

  /** One manifest. */
  public record Example(
      Path file,
      String text,
      NamespaceTerms terms,
      List<String> expected,
      Map<String, Object> app) {
    /** The kind and name of the file, such as bad/port-80. */
    public String name() {
      return ROOT.relativize(file).toString().replace(".yaml", "");
    }

    public boolean good() {
      return file.getParent().endsWith("good");
    }

    /** The file as it would be if these were its messages. */
    String expecting(List<String> messages) {
      StringBuilder rewritten = new StringBuilder();
      text.lines()
          .filter(line -> !line.startsWith(EXPECT))
          .forEach(
              line -> {
                if (line.startsWith("apiVersion:")) {
                  messages.forEach(message -> rewritten.append(EXPECT + message + "\n"));
                }
                rewritten.append(line).append("\n");
              });
      return rewritten.toString();
    }
  }

  /** All of them, the good ones before the bad. */
  public static List<Example> all() {
    return Stream.of("bad", "good").flatMap(Corpus::in).toList();
  }

  private static Stream<Example> in(String directory) {
    List<Example> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
      files.sorted().forEach(file -> found.add(read(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.stream();
  }

  @SuppressWarnings("unchecked")
  private static Example read(Path file) {
    try {
      String text = Files.readString(file);
      NamespaceTerms terms =
          new NamespaceTerms(
              pairs(text, "# namespace labels: "), pairs(text, "# namespace annotations: "));
      return new Example(file, text, terms, lines(text, EXPECT), YAML.unmarshal(text, Map.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String text, String mark) {
    return text.lines()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()))
        .toList();
  }

  private static Map<String, String> pairs(String text, String mark) {
    Map<String, String> pairs = new TreeMap<>();
    lines(text, mark)
        .forEach(
            line ->
                pairs.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return pairs;
  }
}
