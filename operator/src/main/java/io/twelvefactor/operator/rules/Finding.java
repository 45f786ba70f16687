package io.twelvefactor.operator.rules;

/**
 * A rule that an object breaks.
 *
 * @param rule id of the rule
 * @param message the id, where, what is wrong, and how to mend it: the very words of the API server
 */
public record Finding(String rule, String message) {

  /** Whether the rule is one of this factor's. */
  public boolean concerns(String factor) {
    return rule.startsWith(factor + "/");
  }
}
