package io.twelvefactor.operator.rules;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policy files that are shipped, one a factor, in their order. */
public final class PolicyFiles {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /** The factors, in their order; {@code factors/NN-name.yaml} is the file of each. */
  public static final List<String> FACTORS =
      List.of(
          "codebase",
          "dependencies",
          "config",
          "backing-services",
          "build-release-run",
          "processes",
          "port-binding",
          "concurrency",
          "disposability",
          "dev-prod-parity",
          "logs",
          "admin-processes");

  private PolicyFiles() {}

  /** The name of the file of a factor, such as 05-build-release-run.yaml. */
  public static String nameOf(String factor) {
    return "%02d-%s.yaml".formatted(1 + FACTORS.indexOf(factor), factor);
  }

  /** The text of the file of a factor. */
  public static String textOf(String factor) {
    return text("/factors/" + nameOf(factor));
  }

  /** The policies by factor, as JSON; a factor without an admission rule has none. */
  static Map<String, Map<?, ?>> policies() {
    Map<String, Map<?, ?>> policies = new LinkedHashMap<>();
    for (String factor : FACTORS) {
      parse(textOf(factor)).ifPresent(policy -> policies.put(factor, policy));
    }
    return policies;
  }

  private static Optional<Map<?, ?>> parse(String text) {
    boolean saysSomething = text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"));
    return saysSomething ? Optional.of(YAML.unmarshal(text, Map.class)) : Optional.empty();
  }

  static String text(String resource) {
    try (InputStream stream = PolicyFiles.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
