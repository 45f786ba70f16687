package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.rules.Finding;
import io.twelvefactor.operator.rules.JsonPath;
import io.twelvefactor.operator.rules.NamespaceTerms;
import io.twelvefactor.operator.rules.RuleBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The config of an app, gathered from its containers: variables, sources, and backing services. */
final class AdoptedConfig {
  /** What a service is, by a word in its name. */
  private static final List<String> TYPES =
      List.of(
          "postgres",
          "mysql",
          "mariadb",
          "mongodb",
          "redis",
          "rabbitmq",
          "kafka",
          "smtp",
          "dynamodb",
          "sqs",
          "s3",
          "elasticsearch");

  private final Map<String, Object> env = new LinkedHashMap<>();
  private final Set<Map<String, Object>> sources = new LinkedHashSet<>();
  private final Map<String, Map<String, Object>> services = new LinkedHashMap<>();

  /** Takes the environment of one container; what it cannot take it adds to {@code left}. */
  void add(String where, Object container, List<String> left) {
    for (Object variable : JsonPath.list(container, "env")) {
      add(where, JsonPath.text(variable, "name"), variable, left);
    }
    for (Object from : JsonPath.list(container, "envFrom")) {
      for (String kind : List.of("configMap", "secret")) {
        Map<String, Object> reference = JsonPath.map(from, kind + "Ref");
        if (!reference.isEmpty()) {
          source(kind + "Ref", JsonPath.text(reference, "name"), null);
        }
      }
      if (!JsonPath.text(from, "prefix").isEmpty()) {
        left.add(
            where + ".envFrom: a prefix of names is not carried; name the keys as the app does");
      }
    }
  }

  private void add(String where, String name, Object variable, List<String> left) {
    Map<String, Object> from = JsonPath.map(variable, "valueFrom");
    String at = "%s.env[%s]".formatted(where, name);
    if (from.containsKey("secretKeyRef") || from.containsKey("configMapKeyRef")) {
      String kind = from.containsKey("secretKeyRef") ? "secret" : "configMap";
      Map<String, Object> key = JsonPath.map(from, kind + "KeyRef");
      bind(kind + "Ref", JsonPath.text(key, "name"), name, JsonPath.text(key, "key"));
    } else if (!from.isEmpty()) {
      left.add(at + ": taken from the pod itself, which spec.podTemplate can do");
    } else {
      String value = JsonPath.text(variable, "value");
      Optional<Finding> refused = refused(name, value);
      if (name.equals("PORT")) {
        return; // the operator's, out of the port
      }
      if (refused.isPresent()) {
        left.add(at + ": " + refused.get().message().replaceFirst("^([^:]*): [^:]*: ", "$1: "));
      } else if (env.putIfAbsent(name, value) != null && !value.equals(env.get(name))) {
        left.add(at + ": another process has another value, and config is the app's as a whole");
      }
    }
  }

  /** A variable that the rules would not take. */
  private static Optional<Finding> refused(String name, String value) {
    Map<String, Object> app =
        Map.of(
            "spec",
            Map.of(
                "image",
                "any@sha256:" + "0".repeat(64),
                "replicas",
                2,
                "config",
                Map.of("env", List.of(Map.of("name", name, "value", value)))));
    return RuleBook.shipped().broken(app, NamespaceTerms.silent()).stream().findFirst();
  }

  void source(String kind, String name, String mountPath) {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("name", name);
    if (mountPath != null) {
      reference.put("mountPath", mountPath);
    }
    sources.add(Map.of(kind, reference));
  }

  @SuppressWarnings("unchecked")
  private void bind(String kind, String object, String variable, String key) {
    Map<String, Object> service =
        services.computeIfAbsent(
            kind + object,
            k -> {
              Map<String, Object> made = new LinkedHashMap<>();
              made.put("name", object);
              made.put("type", typeOf(object + " " + variable));
              made.put(kind, Map.of("name", object));
              made.put("env", new ArrayList<>());
              return made;
            });
    Map<String, Object> bound = new LinkedHashMap<>();
    bound.put("name", variable);
    bound.put("key", key);
    List<Object> all = (List<Object>) service.get("env");
    if (!all.contains(bound)) {
      all.add(bound);
    }
  }

  private static String typeOf(String words) {
    String lower = words.toLowerCase(java.util.Locale.ROOT);
    return TYPES.stream().filter(lower::contains).findFirst().orElse("service");
  }

  /** Whether a variable of that name is the app's. */
  boolean has(String name) {
    return env.containsKey(name)
        || services.values().stream()
            .anyMatch(s -> s.get("env").toString().contains("name=" + name + ","));
  }

  void into(Map<String, Object> spec) {
    Map<String, Object> config = new LinkedHashMap<>();
    if (!sources.isEmpty()) {
      config.put("sources", new ArrayList<>(sources));
    }
    if (!env.isEmpty()) {
      List<Object> variables = new ArrayList<>();
      env.forEach((name, value) -> variables.add(variable(name, value)));
      config.put("env", variables);
    }
    if (!config.isEmpty()) {
      spec.put("config", config);
    }
    if (!services.isEmpty()) {
      spec.put("backingServices", new ArrayList<>(services.values()));
    }
  }

  private static Map<String, Object> variable(String name, Object value) {
    Map<String, Object> variable = new LinkedHashMap<>();
    variable.put("name", name);
    variable.put("value", value);
    return variable;
  }
}
