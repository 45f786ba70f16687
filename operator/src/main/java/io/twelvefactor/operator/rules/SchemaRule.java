package io.twelvefactor.operator.rules;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the schema's own rules ({@code x-kubernetes-validations}).
 *
 * @param holds the rule, of self
 * @param message what is said where it does not hold, or null where there is an expression for it
 * @param told an expression that says it, or null
 * @param fieldPath below the place of the rule, or nothing
 */
record SchemaRule(
    CelRuntime.Program holds, String message, CelRuntime.Program told, String fieldPath) {
  private static final Dialect DIALECT = new Dialect(List.of("self"));

  /** The rules of a node; one about a change from the old value cannot be asked here. */
  static List<SchemaRule> of(Map<?, ?> schema) {
    List<SchemaRule> rules = new ArrayList<>();
    if (schema.get("x-kubernetes-validations") instanceof List<?> declared) {
      for (Object entry : declared) {
        Map<?, ?> rule = (Map<?, ?>) entry;
        String expression = (String) rule.get("rule");
        if (!expression.contains("oldSelf")) {
          rules.add(of(rule, expression));
        }
      }
    }
    return rules;
  }

  private static SchemaRule of(Map<?, ?> rule, String expression) {
    String path = (String) rule.get("fieldPath");
    String told = (String) rule.get("messageExpression");
    return new SchemaRule(
        DIALECT.compile(expression),
        (String) rule.get("message"),
        told == null ? null : DIALECT.compile(told),
        path == null ? "" : path);
  }

  /** What is wrong with a value, if the rule does not hold for it. */
  Optional<String> judge(String path, Object value) {
    Map<String, Object> self = Map.of("self", JsonValues.of(value));
    try {
      if (Boolean.TRUE.equals(holds.eval(self))) {
        return Optional.empty();
      }
      String says = told == null ? message : String.valueOf(told.eval(self));
      return Optional.of("%s: Invalid value: %s%s".formatted(place(path), shown(value), says));
    } catch (CelEvaluationException e) {
      return Optional.of("%s: Invalid value: %s".formatted(place(path), e.getMessage()));
    }
  }

  private String place(String path) {
    return path.isEmpty() && fieldPath.startsWith(".") ? fieldPath.substring(1) : path + fieldPath;
  }

  private static String shown(Object value) {
    if (value instanceof String text) {
      return "\"%s\": ".formatted(text);
    }
    return value instanceof Number ? value + ": " : "";
  }
}
