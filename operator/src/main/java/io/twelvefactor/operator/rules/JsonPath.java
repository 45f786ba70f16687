package io.twelvefactor.operator.rules;

import java.util.List;
import java.util.Map;

/** Looks into JSON that may hold anything: what is not there, or of another type, is empty. */
public final class JsonPath {
  private JsonPath() {}

  /** The object below these fields, or an empty one. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object json, String... fields) {
    Object found = json;
    for (String field : fields) {
      found = found instanceof Map<?, ?> map ? map.get(field) : null;
    }
    return found instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /** The list in that field, or an empty one. */
  @SuppressWarnings("unchecked")
  public static List<Object> list(Object json, String field) {
    Object found = json instanceof Map<?, ?> map ? map.get(field) : null;
    return found instanceof List<?> list ? (List<Object>) list : List.of();
  }

  /** The text in that field, or an empty one. */
  public static String text(Object json, String field) {
    Object found = json instanceof Map<?, ?> map ? map.get(field) : null;
    return found == null ? "" : String.valueOf(found);
  }
}
