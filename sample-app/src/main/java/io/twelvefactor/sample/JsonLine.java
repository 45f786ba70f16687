package io.twelvefactor.sample;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object on one line, for what is said where the logging of Quarkus does not run. */
public final class JsonLine {

  private final Map<String, String> fields = new LinkedHashMap<>();

  private JsonLine(String level, String message) {
    with("timestamp", Instant.now().toString());
    with("level", level);
    with("message", message);
  }

  public static JsonLine info(String message) {
    return new JsonLine("INFO", message);
  }

  public static JsonLine error(String message) {
    return new JsonLine("ERROR", message);
  }

  public JsonLine with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  public void print() {
    System.out.println(this);
  }

  @Override
  public String toString() {
    var line = new StringBuilder("{");
    fields.forEach(
        (name, value) -> {
          line.append(line.length() > 1 ? "," : "");
          quote(line, name);
          line.append(':');
          quote(line, value);
        });
    return line.append('}').toString();
  }

  private static void quote(StringBuilder line, String text) {
    line.append('"');
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' ') {
        line.append("\\u%04x".formatted((int) c));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }
}
