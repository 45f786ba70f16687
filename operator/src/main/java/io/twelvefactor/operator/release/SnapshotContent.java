package io.twelvefactor.operator.release;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.twelvefactor.operator.appconfig.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Content of AppConfig as a release holds it: environment variables, or one file.
 *
 * <p>A JSON or YAML object becomes variables so: the keys on the way to a value are joined by
 * {@code _}; a change from small to capital letters inside a key is a {@code _} too, as is every
 * character but letters and digits; all is upper case ({@code cache.maxAge} is {@code
 * CACHE_MAX_AGE}). Values are text as written, lists are JSON, a null is left out. Feature flags
 * need nothing of their own: in the form in which AppConfig hands them out, {@code
 * {"checkout":{"enabled":true}}} is {@code CHECKOUT_ENABLED=true}.
 *
 * @param digest of content and form, 64 hex digits
 * @param data variables by name, or the file by its name
 */
public record SnapshotContent(String digest, Map<String, String> data) {
  private static final ObjectMapper JSON = strict(new JsonMapper());
  private static final ObjectMapper YAML = strict(new ObjectMapper(new YAMLFactory()));

  /** A ConfigMap holds 1 MiB; some of it is names. */
  private static final int LARGEST = 1_000_000;

  /** Linux takes no longer string in an environment (MAX_ARG_STRLEN). */
  private static final int LONGEST_VARIABLE = 128 * 1024 - 1;

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9]");
  private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]*");

  /** Names the operator gives values to. */
  private static final Set<String> TAKEN = Set.of("PORT", "SERVICE_BINDING_ROOT");

  private enum Format {
    JSON,
    YAML,
    TEXT
  }

  /** Content that cannot be used; the message is a clause about it, without any of it. */
  static final class Unusable extends Exception {
    Unusable(String message) {
      super(message);
    }
  }

  /** Why a release cannot hold this content; empty when it can. */
  public static Optional<String> problem(Snapshot snapshot, boolean file) {
    try {
      of(snapshot, file);
      return Optional.empty();
    } catch (Unusable e) {
      return Optional.of("version %s %s".formatted(snapshot.version(), e.getMessage()));
    }
  }

  /**
   * @param file whether it is to be one file rather than variables
   */
  static SnapshotContent of(Snapshot snapshot, boolean file) throws Unusable {
    Format format = format(snapshot);
    if (snapshot.text().getBytes(StandardCharsets.UTF_8).length > LARGEST) {
      throw new Unusable("is larger than the %d bytes a release can hold".formatted(LARGEST));
    }
    String digest =
        Fingerprint.hash(
            List.of("appconfig", format.name(), file ? "file" : "env", snapshot.text()));
    if (file) {
      if (format != Format.TEXT) {
        parse(snapshot.text(), format); // a torn file must not roll out either
      }
      return new SnapshotContent(
          digest,
          Map.of(
              switch (format) {
                case JSON -> "config.json";
                case YAML -> "config.yaml";
                case TEXT -> "config.txt";
              },
              snapshot.text()));
    }
    if (format == Format.TEXT) {
      throw new Unusable(
          "is plain text (content type '%s'), which has no keys; give the source a mountPath to have it as a file"
              .formatted(snapshot.contentType()));
    }
    JsonNode root = parse(snapshot.text(), format);
    if (!root.isObject()) {
      throw new Unusable(
          "is no object with keys; give the source a mountPath to have it as a file");
    }
    Map<String, String> variables = new TreeMap<>();
    flatten(root, "", "", variables);
    return new SnapshotContent(digest, variables);
  }

  private static Format format(Snapshot snapshot) {
    String type = snapshot.contentType().toLowerCase(Locale.ROOT);
    if (type.contains("json")) {
      return Format.JSON;
    }
    if (type.contains("yaml") || type.contains("yml")) {
      return Format.YAML;
    }
    return type.isEmpty() && snapshot.text().stripLeading().startsWith("{")
        ? Format.JSON
        : Format.TEXT;
  }

  private static JsonNode parse(String text, Format format) throws Unusable {
    try {
      return (format == Format.JSON ? JSON : YAML).readTree(text);
    } catch (JsonProcessingException e) {
      // The location, never the parser's message: that quotes the content.
      throw new Unusable(
          "is not valid %s%s"
              .formatted(
                  format,
                  e.getLocation() == null
                      ? ""
                      : " (line %d)".formatted(e.getLocation().getLineNr())));
    }
  }

  private static void flatten(
      JsonNode node, String name, String path, Map<String, String> variables) throws Unusable {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String part = part(field.getKey());
        String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        flatten(field.getValue(), name.isEmpty() ? part : name + "_" + part, below, variables);
      }
    } else if (!node.isNull()) {
      String value = node.isValueNode() ? node.asText() : node.toString();
      check(name, path, value);
      if (variables.put(name, value) != null) {
        throw new Unusable("has two keys that become %s, '%s' the last".formatted(name, path));
      }
    }
  }

  private static String part(String key) {
    String separated = HUMP.matcher(key).replaceAll("_");
    return OTHER.matcher(separated).replaceAll("_").toUpperCase(Locale.ROOT);
  }

  private static void check(String name, String path, String value) throws Unusable {
    if (!NAME.matcher(name).matches()) {
      throw new Unusable("has the key '%s', which names no environment variable".formatted(path));
    }
    if (TAKEN.contains(name)) {
      throw new Unusable("has the key '%s', but the operator sets %s".formatted(path, name));
    }
    if (value.indexOf('\0') >= 0) {
      throw new Unusable("has a NUL character at '%s'".formatted(path));
    }
    if (name.length() + value.getBytes(StandardCharsets.UTF_8).length >= LONGEST_VARIABLE) {
      throw new Unusable(
          "has a value at '%s' too long for an environment variable; give the source a mountPath"
              .formatted(path));
    }
  }

  private static ObjectMapper strict(ObjectMapper mapper) {
    return mapper
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
  }
}
