package io.twelvefactor.operator.rules;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policy file of one factor, compiled. */
final class FactorPolicy {
  private static final String VARIABLES = "variables.";

  /** As the API server has it: a longer message is replaced by the general one. */
  private static final int LONGEST_MESSAGE = 5 * 1024;

  private record Validation(Rule rule, CelRuntime.Program holds, CelRuntime.Program message) {}

  private final Map<String, CelRuntime.Program> variables = new LinkedHashMap<>();
  private final List<Validation> validations = new ArrayList<>();

  /**
   * @param policy a ValidatingAdmissionPolicy as JSON
   */
  FactorPolicy(Map<?, ?> policy) {
    Map<?, ?> spec = (Map<?, ?>) policy.get("spec");
    List<Map<?, ?>> declared = entries(spec, "variables");
    List<String> names = new ArrayList<>(List.of("object", "oldObject", "namespaceObject"));
    declared.forEach(variable -> names.add(VARIABLES + variable.get("name")));
    Dialect dialect = new Dialect(names);
    declared.forEach(
        variable ->
            variables.put(
                VARIABLES + variable.get("name"),
                dialect.compile((String) variable.get("expression"))));
    entries(spec, "validations")
        .forEach(
            validation ->
                validations.add(
                    new Validation(
                        Rule.of((String) validation.get("message")),
                        dialect.compile((String) validation.get("expression")),
                        dialect.compile((String) validation.get("messageExpression")))));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<?, ?>> entries(Map<?, ?> spec, String field) {
    return (List<Map<?, ?>>) spec.get(field);
  }

  List<Rule> rules() {
    return validations.stream().map(Validation::rule).toList();
  }

  /**
   * The rules that an object breaks.
   *
   * @param given the values of object and namespaceObject
   */
  List<Finding> broken(Map<String, Object> given) {
    Scope scope = new Scope(given, variables);
    return validations.stream()
        .map(validation -> judge(validation, scope))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Finding> judge(Validation validation, Scope scope) {
    String id = validation.rule().id();
    try {
      if (Boolean.TRUE.equals(validation.holds().eval(scope))) {
        return Optional.empty();
      }
    } catch (CelEvaluationException | Scope.Unjudgeable e) {
      return Optional.of(new Finding(id, "%s: cannot be judged: %s".formatted(id, e.getMessage())));
    }
    return Optional.of(new Finding(id, message(validation, scope)));
  }

  private static String message(Validation validation, Scope scope) {
    try {
      String message = ((String) validation.message().eval(scope)).strip();
      boolean fits = !message.isEmpty() && message.length() <= LONGEST_MESSAGE;
      return fits && message.indexOf('\n') < 0 ? message : validation.rule().message();
    } catch (CelEvaluationException | Scope.Unjudgeable e) {
      return validation.rule().message();
    }
  }
}
