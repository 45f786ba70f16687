package io.twelvefactor.operator.rules;

import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as CEL has it: whole numbers are of one size, and null is a value. */
final class JsonValues {
  private JsonValues() {}

  static Object of(Object value) {
    if (value == null) {
      return NullValue.NULL_VALUE;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> all = new LinkedHashMap<>();
      map.forEach((key, entry) -> all.put(String.valueOf(key), of(entry)));
      return all;
    }
    if (value instanceof List<?> list) {
      List<Object> all = new ArrayList<>(list.size());
      list.forEach(entry -> all.add(of(entry)));
      return all;
    }
    if (value instanceof Number number && !(value instanceof Double || value instanceof Float)) {
      return number.longValue();
    }
    return value instanceof Float number ? (Object) number.doubleValue() : value;
  }
}
