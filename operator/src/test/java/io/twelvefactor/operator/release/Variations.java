package io.twelvefactor.operator.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every way to change one component of a record, its records' components included. A component that
 * is added tomorrow is walked tomorrow, and one of a type unknown here fails.
 */
public final class Variations {
  private Variations() {}

  /** The variations of a record by the path of the component that differs. */
  public static <R extends Record> Map<String, R> of(R original) {
    Map<String, R> found = new LinkedHashMap<>();
    walk(
        original, "", original.getClass(), (path, other) -> found.put(path, cast(original, other)));
    return found;
  }

  @SuppressWarnings("unchecked")
  private static <R extends Record> R cast(R like, Object value) {
    return (R) like.getClass().cast(value);
  }

  private interface Sink {
    void found(String path, Object variation);
  }

  private static void walk(Object value, String path, Type type, Sink sink) {
    if (value == null) {
      throw new IllegalStateException(path + " is absent in the sample, so nothing below is tried");
    }
    if (value instanceof Record record) {
      walkRecord(record, path, sink);
    } else if (value instanceof List<?> list) {
      walkList(list, path, elementType(type, 0), sink);
    } else if (value instanceof Map<?, ?> map) {
      walkMap(map, path, elementType(type, 1), sink);
    } else {
      sink.found(path, other(value, path));
    }
  }

  private static void walkRecord(Record record, String path, Sink sink) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      int at = i;
      RecordComponent component = components[i];
      Object value = get(record, component);
      String below = path + "." + component.getName();
      if (value == null || value instanceof List<?> l && l.isEmpty() || Map.of().equals(value)) {
        sink.found(below, with(record, at, example(component.getGenericType(), below)));
        continue;
      }
      walk(
          value,
          below,
          component.getGenericType(),
          (deeper, other) -> sink.found(deeper, with(record, at, other)));
      if (!component.getType().isPrimitive()) {
        sink.found(below + "=absent", with(record, at, null));
      }
    }
  }

  private static void walkList(List<?> list, String path, Type element, Sink sink) {
    for (int i = 0; i < list.size(); i++) {
      int at = i;
      walk(
          list.get(i),
          "%s[%d]".formatted(path, i),
          element,
          (deeper, other) -> sink.found(deeper, changed(list, copy -> set(copy, at, other))));
    }
    if (list.size() > 1) {
      sink.found(path + "=reordered", changed(list, Collections::reverse));
    }
  }

  private static void walkMap(Map<?, ?> map, String path, Type element, Sink sink) {
    map.forEach(
        (key, value) ->
            walk(
                value,
                path + "." + key,
                element,
                (deeper, other) -> {
                  Map<Object, Object> copy = new LinkedHashMap<>(map);
                  copy.put(key, other);
                  sink.found(deeper, copy);
                }));
  }

  private static List<Object> changed(List<?> list, Consumer<List<Object>> change) {
    List<Object> copy = new ArrayList<>(list);
    change.accept(copy);
    return copy;
  }

  private static void set(List<Object> list, int at, Object value) {
    list.set(at, value);
  }

  private static Object other(Object value, String path) {
    if (value instanceof String text) {
      return "other-" + text;
    } else if (value instanceof Integer number) {
      return number + 1;
    } else if (value instanceof Long number) {
      return number + 1;
    } else if (value instanceof Boolean truth) {
      return truth ? null : Boolean.TRUE;
    } else if (value instanceof Quantity quantity) {
      return new Quantity(quantity.getAmount() + "1", quantity.getFormat());
    } else if (value instanceof JsonNode node) {
      ObjectNode changed = node.deepCopy();
      changed.withObject("/metadata/annotations").put("added", "yes");
      return changed;
    } else if (value instanceof Enum<?> constant) {
      Object[] all = constant.getDeclaringClass().getEnumConstants();
      // An only constant has no other; its absence is tried where the record is walked.
      return all.length == 1 ? null : all[(constant.ordinal() + 1) % all.length];
    }
    throw new IllegalStateException("no other value known for %s at %s".formatted(value, path));
  }

  private static Object example(Type type, String path) {
    if (type == String.class) {
      return "example";
    } else if (type == Integer.class) {
      return 7;
    } else if (type == Long.class) {
      return 7L;
    } else if (type == Boolean.class) {
      return true;
    } else if (type instanceof Class<?> kind && kind.isEnum()) {
      return kind.getEnumConstants()[kind.getEnumConstants().length - 1];
    } else if (type == Quantity.class) {
      return new Quantity("7");
    } else if (type instanceof Class<?> kind && kind.isRecord()) {
      RecordComponent[] components = kind.getRecordComponents();
      return make(
          kind.asSubclass(Record.class),
          Arrays.stream(components)
              .map(c -> example(c.getGenericType(), path + "." + c.getName()))
              .toArray());
    } else if (type instanceof ParameterizedType many && many.getRawType() == List.class) {
      return List.of(example(elementType(type, 0), path));
    } else if (type instanceof ParameterizedType many && many.getRawType() == Map.class) {
      return Map.of("example", example(elementType(type, 1), path));
    }
    throw new IllegalStateException(path + " is absent in the sample: give it a value there");
  }

  private static Type elementType(Type type, int index) {
    return type instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[index]
        : Object.class;
  }

  private static Object get(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Record with(Record record, int at, Object value) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = Arrays.stream(components).map(c -> get(record, c)).toArray();
    values[at] = value;
    return make(record.getClass(), values);
  }

  private static <R extends Record> R make(Class<R> kind, Object[] values) {
    try {
      Constructor<R> constructor =
          kind.getDeclaredConstructor(
              Arrays.stream(kind.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
