package io.twelvefactor.operator.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One node of a structural schema, and all below it. */
final class SchemaNode {
  /** Of metadata a schema may speak of the name alone; the API server knows the rest. */
  private static final Set<String> ROOT = Set.of("apiVersion", "kind", "metadata");

  private final Map<?, ?> schema;
  private final Map<String, SchemaNode> properties = new LinkedHashMap<>();
  private final SchemaNode items;
  private final SchemaNode values;
  private final List<SchemaRule> rules;

  SchemaNode(Map<?, ?> schema) {
    this.schema = schema;
    map(schema, "properties")
        .forEach((name, node) -> properties.put((String) name, new SchemaNode((Map<?, ?>) node)));
    items = schema.containsKey("items") ? new SchemaNode(map(schema, "items")) : null;
    values =
        schema.containsKey("additionalProperties")
            ? new SchemaNode(map(schema, "additionalProperties"))
            : null;
    rules = SchemaRule.of(schema);
  }

  private static Map<?, ?> map(Map<?, ?> schema, String field) {
    return schema.get(field) instanceof Map<?, ?> map ? map : Map.of();
  }

  /** Adds what is wrong with a value's shape. */
  void check(String path, Object value, List<String> found) {
    if (!ofType(value)) {
      found.add(
          "%1$s: Invalid value: \"%2$s\": %1$s in body must be of type %3$s: \"%2$s\""
              .formatted(path, typeOf(value), schema.get("type")));
    } else if (value instanceof Map<?, ?> object) {
      checkObject(path, object, found);
    } else if (value instanceof List<?> list) {
      checkList(path, list, found);
    } else {
      new SchemaBounds(schema).check(path, value, found);
    }
  }

  private boolean ofType(Object value) {
    if (Boolean.TRUE.equals(schema.get("x-kubernetes-int-or-string"))) {
      return value instanceof String || typeOf(value).equals("integer");
    }
    Object type = schema.get("type");
    return type == null
        || type.equals(typeOf(value))
        || type.equals("number") && value instanceof Number;
  }

  private static String typeOf(Object value) {
    if (value instanceof Map) {
      return "object";
    }
    if (value instanceof List) {
      return "array";
    }
    if (value instanceof Boolean) {
      return "boolean";
    }
    if (value instanceof Number) {
      return value instanceof Double || value instanceof Float ? "number" : "integer";
    }
    return value == null ? "null" : "string";
  }

  private void checkObject(String path, Map<?, ?> object, List<String> found) {
    boolean root = path.isEmpty();
    if (schema.get("required") instanceof List<?> required) {
      required.stream()
          .filter(name -> object.get(name) == null)
          .forEach(name -> found.add("%s: Required value".formatted(field(path, name))));
    }
    new SchemaBounds(schema).check(path, object, found);
    boolean free = Boolean.TRUE.equals(schema.get("x-kubernetes-preserve-unknown-fields"));
    object.forEach(
        (name, value) -> {
          SchemaNode node = properties.get(String.valueOf(name));
          if (node != null && !(root && name.equals("metadata"))) {
            if (value != null) { // the API server takes null for absent
              node.check(field(path, name), value, found);
            }
          } else if (node != null) {
            checkName(value, node, found);
          } else if (values != null) {
            values.check("%s[%s]".formatted(path, name), value, found);
          } else if (!free && !(root && ROOT.contains(name))) {
            found.add("strict decoding error: unknown field \"%s\"".formatted(field(path, name)));
          }
        });
  }

  private static void checkName(Object metadata, SchemaNode node, List<String> found) {
    if (metadata instanceof Map<?, ?> map && map.get("name") != null) {
      node.properties.get("name").check("metadata.name", map.get("name"), found);
    } else {
      found.add("metadata.name: Required value");
    }
  }

  private void checkList(String path, List<?> list, List<String> found) {
    new SchemaBounds(schema).check(path, list, found);
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      if (items != null) {
        items.check("%s[%d]".formatted(path, i), list.get(i), found);
      }
      if (schema.get("x-kubernetes-list-map-keys") instanceof List<?> keys
          && list.get(i) instanceof Map<?, ?> entry
          && !seen.add(keys.stream().map(entry::get).map(String::valueOf).toList())) {
        found.add("%s[%d]: Duplicate value: %s".formatted(path, i, keysOf(entry, keys)));
      }
    }
  }

  private static String keysOf(Map<?, ?> entry, List<?> keys) {
    return new TreeSet<>(keys)
        .stream()
            .map(key -> "\"%s\":\"%s\"".formatted(key, entry.get(key)))
            .collect(Collectors.joining(",", "{", "}"));
  }

  /** Adds what the schema's own rules say of a value whose shape is right. */
  void judge(String path, Object value, List<String> found) {
    rules.forEach(rule -> rule.judge(path, value).ifPresent(found::add));
    if (value instanceof Map<?, ?> object) {
      object.forEach(
          (name, entry) -> {
            SchemaNode node = properties.get(String.valueOf(name));
            if (node != null && entry != null) {
              node.judge(field(path, name), entry, found);
            } else if (values != null) {
              values.judge("%s[%s]".formatted(path, name), entry, found);
            }
          });
    } else if (value instanceof List<?> list && items != null) {
      List<Object> entries = new ArrayList<>(list);
      for (int i = 0; i < entries.size(); i++) {
        items.judge("%s[%d]".formatted(path, i), entries.get(i), found);
      }
    }
  }

  private static String field(String path, Object name) {
    return path.isEmpty() ? String.valueOf(name) : path + "." + name;
  }
}
