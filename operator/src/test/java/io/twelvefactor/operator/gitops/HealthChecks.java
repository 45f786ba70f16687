package io.twelvefactor.operator.gitops;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The health check of one kind and its recorded objects, laid out as in Argo CD's repository. */
public record HealthChecks(Path directory) {
  private static final Path ALL =
      Path.of("../examples/gitops/argocd/resource_customizations/twelvefactor.io");

  public static HealthChecks of(String kind) {
    return new HealthChecks(ALL.resolve(kind));
  }

  public String script() {
    return read(directory.resolve("health.lua"));
  }

  public Path tests() {
    return directory.resolve("health_test.yaml");
  }

  /** Where an object in some state is recorded. */
  public Path recorded(String state) {
    return directory.resolve("testdata").resolve(state + ".yaml");
  }

  /** The names of the recorded states. */
  public List<String> states() {
    try (Stream<Path> files = Files.list(directory.resolve("testdata"))) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("[.]yaml$", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A recorded object. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> object(String state) {
    return Serialization.unmarshal(read(recorded(state)), Map.class);
  }

  /** What the health check says of an object. */
  public LuaHealth of(Map<String, ?> object) {
    return LuaHealth.of(script(), object);
  }

  /**
   * What docs/gitops.md says of each state of a TwelveFactorApp.
   *
   * @param argo the health that Argo CD shows
   * @param kstatus what Flux sees by itself; held against kstatus by dev/gitops
   * @param expressions what Flux sees with the expressions of the example
   */
  record Documented(String argo, String kstatus, String expressions) {
    private static final Pattern ROW =
        Pattern.compile(
            "^\\| `([a-z-]+)`[^|]*\\| (\\w+) \\| (\\w+) \\| (\\w+) \\|$", Pattern.MULTILINE);

    static Map<String, Documented> states() {
      return ROW.matcher(HealthChecks.read(Path.of("../docs/gitops.md")))
          .results()
          .collect(
              Collectors.toMap(
                  row -> row.group(1),
                  row -> new Documented(row.group(2), row.group(3), row.group(4))));
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
