package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One place in a schema.
 *
 * @param path as people write it: {@code spec.processes[].port}
 * @param named whether it is a field, rather than the items of a list or the values of a map
 */
record SchemaField(String path, boolean named, JsonNode schema) {

  /** This place and every one below it. */
  Stream<SchemaField> walk() {
    List<SchemaField> below = new ArrayList<>();
    for (var property : schema.path("properties").properties()) {
      below.add(new SchemaField(path + "." + property.getKey(), true, property.getValue()));
    }
    child("items", "[]").ifPresent(below::add);
    child("additionalProperties", "{}").ifPresent(below::add);
    return Stream.concat(Stream.of(this), below.stream().flatMap(SchemaField::walk));
  }

  Optional<SchemaField> items() {
    return child("items", "[]");
  }

  boolean isA(String type) {
    return schema.path("type").asText().equals(type);
  }

  boolean has(String keyword) {
    return schema.has(keyword);
  }

  boolean flag(String keyword) {
    return schema.path(keyword).asBoolean();
  }

  private Optional<SchemaField> child(String keyword, String suffix) {
    JsonNode child = schema.path(keyword);
    return child.isObject()
        ? Optional.of(new SchemaField(path + suffix, false, child))
        : Optional.empty();
  }
}
