package io.twelvefactor.operator.rules;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The bounds of one node of a schema, and the words in which the API server tells of them. */
final class SchemaBounds {
  private final Map<?, ?> schema;

  SchemaBounds(Map<?, ?> schema) {
    this.schema = schema;
  }

  void check(String path, Object value, List<String> found) {
    if (value instanceof String text) {
      most("maxLength", text.getBytes(StandardCharsets.UTF_8).length)
          .ifPresent(
              most ->
                  found.add("%s: Too long: may not be more than %d bytes".formatted(path, most)));
      least("minLength", text.length())
          .ifPresent(
              least ->
                  found.add(
                      "%1$s: Invalid value: \"%2$s\": %1$s in body should be at least %3$d chars long"
                          .formatted(path, text, least)));
      options(path, text, found);
    } else if (value instanceof Number number) {
      most("maximum", number.longValue())
          .ifPresent(
              most ->
                  found.add(
                      "%1$s: Invalid value: %2$s: %1$s in body should be less than or equal to %3$d"
                          .formatted(path, number, most)));
      least("minimum", number.longValue())
          .ifPresent(
              least ->
                  found.add(
                      "%1$s: Invalid value: %2$s: %1$s in body should be greater than or equal to %3$d"
                          .formatted(path, number, least)));
    } else if (value instanceof List<?> list) {
      tooMany("maxItems", path, list.size(), found);
      least("minItems", list.size())
          .ifPresent(
              least ->
                  found.add(
                      "%1$s: Invalid value: %2$d: %1$s in body should have at least %3$d items"
                          .formatted(path, list.size(), least)));
    } else if (value instanceof Map<?, ?> map) {
      tooMany("maxProperties", path, map.size(), found);
    }
  }

  private void tooMany(String bound, String path, int size, List<String> found) {
    most(bound, size)
        .ifPresent(
            most ->
                found.add(
                    "%s: Too many: %d: must have at most %d items".formatted(path, size, most)));
  }

  private void options(String path, String text, List<String> found) {
    if (schema.get("enum") instanceof List<?> options && !options.contains(text)) {
      found.add(
          "%s: Unsupported value: \"%s\": supported values: %s"
              .formatted(
                  path,
                  text,
                  options.stream()
                      .map(option -> "\"" + option + "\"")
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
  }

  private Optional<Long> most(String bound, long value) {
    return bound(bound).filter(most -> value > most);
  }

  private Optional<Long> least(String bound, long value) {
    return bound(bound).filter(least -> value < least);
  }

  private Optional<Long> bound(String name) {
    return schema.get(name) instanceof Number number
        ? Optional.of(number.longValue())
        : Optional.empty();
  }
}
