package io.twelvefactor.operator.rules;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The bindings of the policies: namespaces choose by the label {@link Level#LABEL} how strictly the
 * rules are taken. A refusal tells one broken rule only, so what is refused is warned of as well,
 * and all of them are told.
 */
public final class Bindings {
  private record Binding(String name, String operator, List<String> levels, List<String> actions) {}

  /** Deny and Warn in one binding are refused by the API server. */
  private static final List<Binding> EACH =
      List.of(
          new Binding("deny", "NotIn", List.of("warn", "audit", "off"), List.of("Deny")),
          new Binding("warn", "NotIn", List.of("audit", "off"), List.of("Warn", "Audit")),
          new Binding("audit", "In", List.of("audit"), List.of("Audit")));

  private Bindings() {}

  /** The bindings of all policies, as YAML. */
  public static String yaml() {
    return "# How strictly namespaces take the rules. Made from the list of policies: mvn -pl operator\n"
        + "# test -Drules.write=true. Do not edit.\n"
        + RuleBook.shipped()
            .factors()
            .flatMap(f -> EACH.stream().map(b -> yaml(f, b)))
            .collect(Collectors.joining());
  }

  private static String yaml(String factor, Binding binding) {
    return """
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata:
          name: %1$s-%2$s.twelvefactor.io
        spec:
          policyName: %1$s.twelvefactor.io
          validationActions: [%5$s]
          matchResources:
            namespaceSelector:
              matchExpressions:
              - {key: %6$s, operator: %3$s, values: [%4$s]}
        """
        .formatted(
            factor,
            binding.name(),
            binding.operator(),
            binding.levels().stream().map("\"%s\""::formatted).collect(Collectors.joining(", ")),
            String.join(", ", binding.actions()),
            Level.LABEL);
  }
}
