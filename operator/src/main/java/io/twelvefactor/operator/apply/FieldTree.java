package io.twelvefactor.operator.apply;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Walks the field sets of {@code metadata.managedFields} against an object.
 *
 * @see <a href="https://github.com/kubernetes-sigs/structured-merge-diff">structured-merge-diff</a>
 *     for the format: {@code f:} a field, {@code k:} a list entry by its keys, {@code v:} a set
 *     entry by its value, {@code .} the thing itself
 */
final class FieldTree {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FieldTree() {}

  /**
   * A field that one set has and another has not.
   *
   * @param pointer where it is in the object
   * @param path the same for people, list entries by their keys
   * @param declared whether the desired object speaks of it
   */
  record Field(JsonPointer pointer, String path, boolean declared) {}

  /**
   * The topmost fields of {@code theirs} that are not in {@code ours}.
   *
   * @param object the live object, in which they are found
   * @param desired the object as declared, or null
   * @param harmless a field that does not count
   */
  static List<Field> minus(
      JsonNode theirs, JsonNode ours, JsonNode object, JsonNode desired, JsonPointer harmless) {
    List<Field> fields = new ArrayList<>();
    new Walk(harmless, fields).collect(theirs, ours, object, desired, JsonPointer.empty(), "");
    return fields;
  }

  private record Walk(JsonPointer harmless, List<Field> out) {
    void collect(
        JsonNode theirs,
        JsonNode ours,
        JsonNode object,
        JsonNode desired,
        JsonPointer at,
        String path) {
      for (Map.Entry<String, JsonNode> entry : theirs.properties()) {
        String key = entry.getKey();
        String step = key.equals(".") ? null : step(key, object);
        if (step == null) {
          continue; // the thing itself, or gone since
        }
        JsonPointer pointer = at.append(JsonPointer.compile("/" + escaped(step)));
        String named = path + readable(key);
        String desiredStep = desired == null ? null : step(key, desired);
        JsonNode declared = desiredStep == null ? null : child(desired, desiredStep);
        boolean shared = ours != null && ours.has(key);
        if (pointer.equals(harmless)) {
          continue;
        }
        // Where the desired object has such a thing too, what is within tells mine from theirs.
        boolean whole = declared == null || entry.getValue().isEmpty();
        if (!shared && whole && !leadsTo(pointer, harmless)) {
          out.add(new Field(pointer, named, declared != null));
        } else {
          JsonNode oursBelow = shared ? ours.get(key) : null;
          collect(entry.getValue(), oursBelow, child(object, step), declared, pointer, named);
        }
      }
    }
  }

  private static boolean leadsTo(JsonPointer pointer, JsonPointer further) {
    return further.toString().startsWith(pointer + "/");
  }

  private static JsonNode child(JsonNode node, String step) {
    return node.isArray() ? node.get(Integer.parseInt(step)) : node.get(step);
  }

  /** The field name or list index that a key stands for, or null where the object has none. */
  private static String step(String key, JsonNode object) {
    String value = key.substring(2);
    if (key.startsWith("f:")) {
      return object.has(value) ? value : null;
    }
    JsonNode wanted = parse(value);
    for (int i = 0; i < object.size(); i++) {
      JsonNode entry = object.get(i);
      if (entry != null && (key.startsWith("k:") ? holds(entry, wanted) : entry.equals(wanted))) {
        return String.valueOf(i);
      }
    }
    return null;
  }

  private static boolean holds(JsonNode entry, JsonNode keys) {
    for (Map.Entry<String, JsonNode> key : keys.properties()) {
      if (!key.getValue().equals(entry.get(key.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static String readable(String key) {
    String value = key.substring(2);
    if (key.startsWith("f:")) {
      return "." + value;
    }
    JsonNode name = key.startsWith("k:") ? parse(value).path("name") : parse(value);
    return "[" + (name.isValueNode() && !name.asText().isEmpty() ? name.asText() : value) + "]";
  }

  private static String escaped(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException("not a key of a field set: " + json, e);
    }
  }
}
