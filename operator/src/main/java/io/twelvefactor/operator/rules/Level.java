package io.twelvefactor.operator.rules;

import java.util.Map;

/** How strictly a namespace takes the rules. */
public enum Level {
  /** What breaks a rule is refused, and no release is made of it. */
  DENY,
  /** It is taken, with warnings. */
  WARN,
  /** It is taken, and noted in the API server's audit log. */
  AUDIT,
  /** It is taken. */
  OFF;

  /** The label of a namespace that says so. */
  public static final String LABEL = "twelvefactor.io/enforce";

  /** The level that labels give; as in the bindings of the policies, anything unknown is DENY. */
  static Level of(Map<String, String> labels) {
    return switch (labels.getOrDefault(LABEL, "")) {
      case "warn" -> WARN;
      case "audit" -> AUDIT;
      case "off" -> OFF;
      default -> DENY;
    };
  }
}
