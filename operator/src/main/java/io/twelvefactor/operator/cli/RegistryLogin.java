package io.twelvefactor.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twelvefactor.operator.cli.Cli.BadInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The user's own login at a registry, where {@code docker login} keeps it: in the config file, or
 * with a credential helper.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers">credential helpers</a>
 */
final class RegistryLogin {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long HELPER_SECONDS = 30;

  private final Path config;

  /**
   * @param config Docker's config file, which need not exist
   */
  RegistryLogin(Path config) {
    this.config = config;
  }

  /** Where Docker looks: DOCKER_CONFIG, or the home directory. */
  static RegistryLogin ofUser() {
    String directory = System.getenv("DOCKER_CONFIG");
    return new RegistryLogin(
        (directory == null
                ? Path.of(System.getProperty("user.home"), ".docker")
                : Path.of(directory))
            .resolve("config.json"));
  }

  /** The value for HTTP's basic authentication at a registry; empty without a login. */
  Optional<String> basic(String registry) {
    if (!Files.isReadable(config)) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(config.toFile());
      String helper =
          root.path("credHelpers").path(registry).asText(root.path("credsStore").asText(""));
      if (!helper.isEmpty()) {
        return ask(helper, registry);
      }
      String auth = root.path("auths").path(registry).path("auth").asText("");
      return auth.isEmpty() ? Optional.empty() : Optional.of(auth);
    } catch (IOException e) {
      throw new BadInput("%s cannot be read: %s".formatted(config, e.getMessage()));
    }
  }

  private static Optional<String> ask(String helper, String registry) throws IOException {
    Process process =
        new ProcessBuilder("docker-credential-" + helper, "get")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var in = process.getOutputStream()) {
      in.write(registry.getBytes(StandardCharsets.UTF_8));
    }
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(HELPER_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return Optional.empty(); // it knows no login there: asked for without one
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    JsonNode login = JSON.readTree(answer);
    String pair = login.path("Username").asText() + ":" + login.path("Secret").asText();
    return Optional.of(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }
}
