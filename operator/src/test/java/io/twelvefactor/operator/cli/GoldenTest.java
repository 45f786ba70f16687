package io.twelvefactor.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What {@code render} prints, word for word: {@code golden/<case>/app.yaml} in, {@code out.yaml}
 * out. {@code mvn test -Dgolden.write=true} writes the outputs anew, for a person to read.
 */
class GoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /**
   * Cases whose app is a file that people read elsewhere; their app.yaml holds the rest, if any.
   */
  private static final Map<String, Path> ELSEWHERE =
      Map.of(
          "hello", Path.of("../examples/hello.yaml"),
          "postgres-plain-secret", Path.of("../examples/postgres/plain-secret.yaml"),
          "postgres-cloudnative-pg", Path.of("../examples/postgres/cloudnative-pg.yaml"),
          "postgres-external-secret", Path.of("../examples/postgres/external-secret.yaml"),
          "whole", Path.of("../crds/valid/whole.yaml"));

  @TestFactory
  Stream<DynamicTest> rendersAsRecorded() throws IOException {
    return cases().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> rendersAsRecorded(name)));
  }

  private static void rendersAsRecorded(String name) throws IOException {
    Path recorded = GOLDEN.resolve(name).resolve("out.yaml");
    Call call = Call.of(arguments(name));
    assertThat(call.errors()).isEmpty();
    assertThat(call.status()).isZero();
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(recorded, call.output());
    }
    assertThat(call.output()).isEqualTo(Files.readString(recorded));
  }

  /** What AppConfig holds in a case: files named application~environment~profile. */
  private static List<Path> profiles(String name) throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN.resolve(name))) {
      return files.filter(file -> file.getFileName().toString().contains("~")).sorted().toList();
    }
  }

  private static String[] arguments(String name) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("render"));
    Stream.of(ELSEWHERE.get(name), GOLDEN.resolve(name).resolve("app.yaml"))
        .filter(file -> file != null && Files.exists(file))
        .forEach(file -> arguments.addAll(List.of("-f", file.toString())));
    for (Path file : profiles(name)) {
      String profile = file.getFileName().toString().replaceAll("[.]\\w+$", "").replace('~', '/');
      arguments.addAll(List.of("--appconfig", profile + "=" + file));
    }
    return arguments.toArray(String[]::new);
  }

  @Test
  void everyFileIsUsed() throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(
              file -> {
                assertThat(GOLDEN.relativize(file).getNameCount()).isEqualTo(2);
                assertThat(file.getFileName().toString()).matches("(app|out)[.]yaml|.+~.+~.+");
              });
    }
    assertThat(cases()).containsAll(ELSEWHERE.keySet()).hasSizeGreaterThan(15);
  }

  private static List<String> cases() throws IOException {
    try (Stream<Path> directories = Files.list(GOLDEN)) {
      return directories.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
