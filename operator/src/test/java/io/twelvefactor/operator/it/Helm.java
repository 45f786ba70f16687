package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real Helm, as administrator of the cluster of a kubeconfig. */
final class Helm {
  /** The chart of this checkout. */
  static final Path CHART = Path.of("../helm/twelvefactor-operator");

  private final Path kubeconfig;
  private final Path directory;
  private final String program;

  /**
   * @param directory for what Helm keeps of its own
   */
  Helm(Path kubeconfig, Path directory) {
    this.kubeconfig = kubeconfig;
    this.directory = directory;
    this.program = run(List.of("../dev/chart", "tool", "helm")).strip();
  }

  /** Runs a command that must succeed; what it says. */
  String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private String run(List<String> command) {
    try {
      ProcessBuilder process = new ProcessBuilder(command);
      process.environment().put("KUBECONFIG", kubeconfig.toString());
      for (String kind : List.of("CACHE", "CONFIG", "DATA")) {
        process.environment().put("HELM_" + kind + "_HOME", directory.resolve(kind).toString());
      }
      Path said = directory.resolve("stderr");
      Process started = process.redirectError(said.toFile()).start();
      String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(started.waitFor())
          .as("%s%n%s%n%s", command, output, java.nio.file.Files.readString(said))
          .isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
