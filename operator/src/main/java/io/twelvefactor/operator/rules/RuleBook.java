package io.twelvefactor.operator.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All the rules. Loading compiles some hundred expressions, so one book is kept and used by all.
 */
public final class RuleBook {
  private final Map<String, FactorPolicy> policies = new LinkedHashMap<>();

  private RuleBook() {
    PolicyFiles.policies()
        .forEach((factor, policy) -> policies.put(factor, new FactorPolicy(policy)));
  }

  private static final class Shipped {
    static final RuleBook BOOK = new RuleBook();
  }

  /** The rules that this version ships. */
  public static RuleBook shipped() {
    return Shipped.BOOK;
  }

  /** Every rule, in the order of the factors. */
  public List<Rule> rules() {
    return policies.values().stream().flatMap(policy -> policy.rules().stream()).toList();
  }

  /** The rule of that id. */
  public Optional<Rule> rule(String id) {
    return rules().stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /**
   * The rules that an app breaks; those that it may waive and does are not among them. That a
   * waiver has expired is not seen here, since admission cannot see it either: {@link Waivers}.
   *
   * @param app a TwelveFactorApp as JSON
   */
  public List<Finding> broken(Map<String, ?> app, NamespaceTerms terms) {
    Map<String, Object> given =
        Map.of("object", JsonValues.of(app), "namespaceObject", JsonValues.of(terms.asObject()));
    return policies.values().stream().flatMap(policy -> policy.broken(given).stream()).toList();
  }

  Stream<String> factors() {
    return policies.keySet().stream();
  }
}
