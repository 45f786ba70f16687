package io.twelvefactor.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The chart carries copies of the operator's own files: definitions, rules, guard and roles. {@code
 * mvn -pl operator test -Dchart.write=true} makes them anew.
 */
class ChartFilesTest {
  private static final Path CHART = Path.of("../helm/twelvefactor-operator/files");
  private static final Path RESOURCES = Path.of("src/main/resources");

  /** Folders of the chart's files, and what is copied to them. */
  private static final Map<String, Path> COPIES =
      Map.of(
          "crds", Path.of("../crds/generated"),
          "factors", RESOURCES.resolve("factors"),
          "policies", RESOURCES.resolve("policies"),
          "guard", RESOURCES.resolve("guard"),
          "rbac", RESOURCES.resolve("rbac"));

  @Test
  void copiesAreTheOriginals() throws IOException {
    for (Map.Entry<String, Path> copy : COPIES.entrySet()) {
      Map<String, String> originals = files(copy.getValue());
      Path folder = CHART.resolve(copy.getKey());
      if (Boolean.getBoolean("chart.write")) {
        write(folder, originals);
      }

      assertThat(originals).isNotEmpty();
      assertThat(files(folder))
          .as("run `mvn -pl operator test -Dchart.write=true` and commit %s", folder)
          .isEqualTo(originals);
    }
  }

  /** Each file is one that the chart's templates read. */
  @Test
  void nothingElseIsCarried() throws IOException {
    try (Stream<Path> folders = Files.list(CHART)) {
      assertThat(folders.filter(Files::isDirectory).map(f -> f.getFileName().toString()))
          .hasSameElementsAs(
              Stream.concat(COPIES.keySet().stream(), Stream.of("monitoring")).toList());
    }
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  private static void write(Path folder, Map<String, String> originals) throws IOException {
    Files.createDirectories(folder);
    for (String name : files(folder).keySet()) {
      if (!originals.containsKey(name)) {
        Files.delete(folder.resolve(name));
      }
    }
    for (Map.Entry<String, String> original : originals.entrySet()) {
      Files.writeString(folder.resolve(original.getKey()), original.getValue());
    }
  }
}
