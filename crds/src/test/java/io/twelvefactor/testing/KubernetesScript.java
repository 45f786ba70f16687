package io.twelvefactor.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code dev/kubernetes} of this checkout. */
final class KubernetesScript {
  private static final Path NAME = Path.of("dev", "kubernetes");

  private final Path script;

  private KubernetesScript(Path script) {
    this.script = script;
  }

  /** Looks in the working directory and upwards: Maven and IDEs start tests in different ones. */
  static KubernetesScript find() {
    Path working = Path.of("").toAbsolutePath();
    for (Path directory = working; directory != null; directory = directory.getParent()) {
      if (Files.isRegularFile(directory.resolve(NAME))) {
        return new KubernetesScript(directory.resolve(NAME));
      }
    }
    throw new IllegalStateException(
        "no %s in %s or above: run the tests inside the checkout".formatted(NAME, working));
  }

  /**
   * Brings an instance up, or finds it up. It keeps an audit log and ends with the process {@code
   * parent}. What the script says is passed on at once: the first time it builds for minutes.
   */
  void up(String name, long parent) {
    run(
        System.err::println,
        script.toString(),
        "up",
        "--audit",
        "--name",
        name,
        "--with-parent",
        Long.toString(parent));
  }

  /** Ends an instance. */
  void down(String name) {
    run(line -> {}, script.toString(), "down", "--name", name);
  }

  /** The value of one variable that {@code dev/kubernetes env} gives for an instance. */
  String variable(String name, String variable) {
    // The lines are made for a shell, with its quoting; so a shell reads them.
    String read =
        "lines=$(\"$0\" env --name \"$1\") && eval \"$lines\" && printf '%s\\n' \"${!2}\"";
    List<String> output = run(line -> {}, "bash", "-c", read, script.toString(), name, variable);
    return output.get(output.size() - 1);
  }

  private static List<String> run(Consumer<String> listener, String... command) {
    List<String> output = new ArrayList<>();
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          listener.accept(line);
          output.add(line);
        }
      }
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            "%s ended with %d:%n%s"
                .formatted(String.join(" ", command), exit, String.join("\n", output)));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + String.join(" ", command), e);
    }
  }
}
