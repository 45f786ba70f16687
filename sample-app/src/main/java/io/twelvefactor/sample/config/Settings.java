package io.twelvefactor.sample.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twelvefactor.appconfig.Configuration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What AppConfig's content means.
 *
 * @param tableName the table to read
 * @param version AppConfig's version label, or a digest of the content where there is no label;
 *     {@code environment} where AppConfig is not asked
 */
public record Settings(String tableName, String version) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

  /**
   * Reads content that {@link #problemOf} found none in.
   *
   * @throws IllegalArgumentException when it is not usable after all
   */
  public static Settings of(Configuration configuration) {
    problemOf(configuration)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    return new Settings(
        parse(configuration).orElseThrow().get("TableName").textValue(),
        configuration.version().isEmpty() ? configuration.digest() : configuration.version());
  }

  /** Why the content cannot be used; empty when it can. */
  public static Optional<String> problemOf(Configuration configuration) {
    Optional<JsonNode> content = parse(configuration);
    if (content.isEmpty()) {
      return Optional.of("the configuration is not a JSON object");
    }
    JsonNode table = content.get().get("TableName");
    if (table == null) {
      return Optional.of("the configuration has no \"TableName\"");
    }
    if (!table.isTextual() || !TABLE.matcher(table.textValue()).matches()) {
      return Optional.of(
          "\"TableName\" is not a table's name: 3 to 255 letters, digits, \"_\", \".\" or \"-\"");
    }
    return Optional.empty();
  }

  private static Optional<JsonNode> parse(Configuration configuration) {
    try {
      return Optional.ofNullable(JSON.readTree(configuration.text())).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
