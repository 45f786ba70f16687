package io.twelvefactor.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One direction, small classes, telling names: what package-info.java promises. */
class StructureTest {
  private static final Path MAIN = Path.of("src/main/java/io/twelvefactor/operator");

  /** Each may use the ones before it. */
  private static final List<String> STAGES =
      List.of(
          "names",
          "appconfig",
          "rules",
          "observe",
          "release",
          "factor",
          "surround",
          "apply",
          "status",
          "reconcile",
          "run");

  private static final Set<String> OFFLINE =
      Set.of("names", "appconfig", "rules", "observe", "release", "factor", "surround");

  private static final Pattern USE =
      Pattern.compile("io\\.twelvefactor\\.operator\\.([a-z]+)\\.[A-Z]");

  private static final int LONGEST = 300;

  @Test
  void packagesDependInOneDirection() throws IOException {
    Map<String, Set<String>> uses = uses();
    assertThat(uses.keySet()).containsAll(STAGES).contains("cli");
    uses.forEach(
        (user, used) -> {
          if (STAGES.contains(user)) {
            assertThat(STAGES.subList(0, STAGES.indexOf(user))).as(user).containsAll(used);
          }
        });
    assertThat(OFFLINE).as("cli").containsAll(uses.get("cli"));
  }

  @Test
  void onlyTheReaderAndTheWritersTalkToTheServer() throws IOException {
    for (String pure : List.of("names", "rules", "release", "factor", "surround")) {
      for (Path file : sources(MAIN.resolve(pure))) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContain("KubernetesClient", "javaoperatorsdk", "Instant.now(", "Clock.");
      }
    }
  }

  @Test
  void noClassIsLong() throws IOException {
    for (Path file : sources(MAIN)) {
      assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(LONGEST);
    }
  }

  @Test
  void noNameSaysNothing() throws IOException {
    assertThat(sources(MAIN))
        .hasSizeGreaterThan(50)
        .noneMatch(
            file ->
                file.getFileName()
                    .toString()
                    .matches(".*(Utils?|Manager|Helper|Impl|Handler|Data)\\.java"));
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    for (String name : uses().keySet()) {
      assertThat(MAIN.resolve(name).resolve("package-info.java")).exists();
    }
  }

  /** Which packages each package uses, qualified names in the text included. */
  private static Map<String, Set<String>> uses() throws IOException {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (Path file : sources(MAIN)) {
      Path relative = MAIN.relativize(file);
      if (relative.getNameCount() == 1) {
        continue; // the program's entry, which may use everything
      }
      String user = relative.getName(0).toString();
      Set<String> used = uses.computeIfAbsent(user, name -> new TreeSet<>());
      String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "");
      Matcher matcher = USE.matcher(code);
      while (matcher.find()) {
        used.add(matcher.group(1));
      }
      used.remove(user);
    }
    return uses;
  }

  private static List<Path> sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList();
    }
  }
}
