package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.rules.JsonPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The checks of a container as those of a process. */
final class AdoptedHealth {
  private static final long PERIOD = 10;
  private static final long FAILURES = 3;

  private final Object container;
  private final Integer port;

  /**
   * @param port of the process, which a check need not name
   */
  AdoptedHealth(Object container, Integer port) {
    this.container = container;
    this.port = port;
  }

  Map<String, Object> health() {
    Map<String, Object> health = new LinkedHashMap<>();
    for (String kind : new String[] {"readiness", "liveness"}) {
      Map<String, Object> probe = JsonPath.map(container, kind + "Probe");
      if (!probe.isEmpty()) {
        health.put(kind, check(probe));
      }
    }
    Map<String, Object> startup = JsonPath.map(container, "startupProbe");
    if (!startup.isEmpty() && !health.isEmpty()) {
      long seconds =
          number(startup, "periodSeconds", PERIOD) * number(startup, "failureThreshold", FAILURES);
      health.put("startup", Map.of("seconds", seconds));
    }
    return health;
  }

  private Map<String, Object> check(Map<String, Object> probe) {
    Map<String, Object> check = new LinkedHashMap<>();
    Map<String, Object> http = JsonPath.map(probe, "httpGet");
    if (!http.isEmpty()) {
      check.put("path", http.getOrDefault("path", "/"));
      ask(check, http.get("port"));
    } else if (probe.containsKey("grpc")) {
      check.put("grpc", true);
      ask(check, JsonPath.map(probe, "grpc").get("port"));
    } else if (probe.containsKey("exec")) {
      check.put("exec", JsonPath.list(JsonPath.map(probe, "exec"), "command"));
    } else {
      check.put("tcp", true);
      ask(check, JsonPath.map(probe, "tcpSocket").get("port"));
    }
    for (String field : new String[] {"periodSeconds", "timeoutSeconds", "failureThreshold"}) {
      if (probe.get(field) != null) {
        check.put(field, probe.get(field));
      }
    }
    return check;
  }

  private void ask(Map<String, Object> check, Object asked) {
    Object number = asked instanceof String name ? named(name) : asked;
    // A port that only root may bind was the process's own, and is another one now.
    boolean own = number instanceof Number n && n.intValue() < AdoptedNeighbours.FIRST_FREE_PORT;
    if (number != null && !own && !Objects.equals(String.valueOf(number), String.valueOf(port))) {
      check.put("port", number);
    }
  }

  private Object named(String name) {
    return JsonPath.list(container, "ports").stream()
        .filter(p -> JsonPath.text(p, "name").equals(name))
        .findFirst()
        .map(p -> JsonPath.map(p).get("containerPort"))
        .orElse(null);
  }

  private static long number(Map<String, Object> map, String field, long otherwise) {
    return map.get(field) instanceof Number number ? number.longValue() : otherwise;
  }
}
