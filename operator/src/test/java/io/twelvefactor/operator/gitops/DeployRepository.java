package io.twelvefactor.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A copy of examples/gitops, as the repository of a team, with kubectl and its plugin on the PATH.
 */
public final class DeployRepository {
  private static final Path EXAMPLE = Path.of("..", "examples", "gitops");
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  /** What a command printed, errors included, and its exit status. */
  public record Run(int status, String output) {
    /** What was printed by a command that must succeed. */
    public String succeeded() {
      assertThat(status).as(output).isZero();
      return output;
    }
  }

  private final Path directory;
  private final String path;
  private final Path kubeconfig;

  private DeployRepository(Path directory, String path, Path kubeconfig) {
    this.directory = directory;
    this.path = path;
    this.kubeconfig = kubeconfig;
  }

  /**
   * Copies the example to a directory that is empty.
   *
   * @param programs where kubectl is
   * @param kubeconfig for kubectl
   */
  public static DeployRepository copy(Path directory, Path programs, Path kubeconfig)
      throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = directory.resolve(EXAMPLE.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Path plugin = bin.resolve("kubectl-twelvefactor");
    Files.writeString(
        plugin,
        """
        #!/bin/sh
        exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar '%s' "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"), JAR.toAbsolutePath()));
    assertThat(plugin.toFile().setExecutable(true)).isTrue();
    return new DeployRepository(
        directory,
        String.join(":", bin.toString(), programs.toString(), System.getenv("PATH")),
        kubeconfig);
  }

  /** Changes a file of the repository. */
  public void edit(String file, UnaryOperator<String> change) throws IOException {
    Path at = directory.resolve(file);
    Files.writeString(at, change.apply(Files.readString(at)));
  }

  public void write(String file, String content) throws IOException {
    Path at = directory.resolve(file);
    Files.createDirectories(at.getParent());
    Files.writeString(at, content);
  }

  public String read(String file) {
    return HealthChecks.read(directory.resolve(file));
  }

  /** Runs a command in the repository. */
  public Run run(String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    if (words.get(0).startsWith("pipeline/")) {
      words.add(0, "bash");
    }
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    builder.environment().put("PATH", path);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  /** What a directory holds once kustomize has built it. */
  public String rendered(String deploy) throws IOException, InterruptedException {
    return run("kubectl", "kustomize", deploy).succeeded();
  }
}
