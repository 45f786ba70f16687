package io.twelvefactor.operator.rules;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names that the expressions of one policy may use, while it judges one object. A policy's own
 * variables are evaluated when first asked for, once, as in the API server.
 */
final class Scope implements CelVariableResolver {
  private final Map<String, Object> known;
  private final Map<String, CelRuntime.Program> variables;

  Scope(Map<String, Object> given, Map<String, CelRuntime.Program> variables) {
    this.known = new HashMap<>(given);
    this.variables = variables;
  }

  @Override
  public Optional<Object> find(String name) {
    Object value = known.get(name);
    if (value == null && variables.containsKey(name)) {
      try {
        value = variables.get(name).eval(this);
      } catch (CelEvaluationException e) {
        throw new Unjudgeable("%s: %s".formatted(name, e.getMessage()), e);
      }
      known.put(name, value);
    }
    return Optional.ofNullable(value);
  }

  /** An expression that has no value for this object, such as one that adds a number to a text. */
  static final class Unjudgeable extends RuntimeException {
    Unjudgeable(String message, Exception cause) {
      super(message, cause);
    }
  }
}
