package io.twelvefactor.operator.appconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which profiles the apps of a namespace may be given, as the operator's administrator decides.
 * Nothing is allowed that no rule names.
 *
 * <p>A rule reads {@code namespace=application/environment/profile[@roleArn]}. Each part is a name
 * as the apps write it, in which {@code *} stands for anything; parts left out at the end stand for
 * anything. The role, where given, is the one the operator assumes to read it.
 */
public final class Access {
  private static final Pattern RULE =
      Pattern.compile("([^=/@]+)=([^=/@]+)(?:/([^=/@]+))?(?:/([^=/@]+))?(?:@(arn:[^@\\s]+))?");

  private final List<Rule> rules;

  private Access(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  private record Rule(
      Pattern namespace,
      Pattern application,
      Pattern environment,
      Pattern profile,
      Optional<String> role) {
    boolean allows(String asking, Profile asked) {
      return namespace.matcher(asking).matches()
          && application.matcher(asked.id().application()).matches()
          && environment.matcher(asked.id().environment()).matches()
          && profile.matcher(asked.id().profile()).matches();
    }
  }

  /**
   * Leave to read.
   *
   * @param role the role to assume; empty for the operator's own identity
   */
  public record Grant(Optional<String> role) {}

  /** Nobody may read anything. */
  public static Access none() {
    return new Access(List.of());
  }

  /**
   * @throws IllegalArgumentException where a rule cannot be understood, so that a slip of the pen
   *     never opens or closes more than was meant
   */
  public static Access of(List<String> rules) {
    List<Rule> parsed = new ArrayList<>();
    for (String rule : rules) {
      Matcher matcher = RULE.matcher(rule.trim());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'%s' is no rule of access to AppConfig; write namespace=application/environment/profile[@roleArn]"
                .formatted(rule));
      }
      parsed.add(
          new Rule(
              glob(matcher.group(1)),
              glob(matcher.group(2)),
              glob(matcher.group(3)),
              glob(matcher.group(4)),
              Optional.ofNullable(matcher.group(5))));
    }
    return new Access(parsed);
  }

  /** Whether, and as whom, the operator may read a profile for a namespace; first rule first. */
  public Optional<Grant> grant(String namespace, Profile profile) {
    return rules.stream()
        .filter(rule -> rule.allows(namespace, profile))
        .findFirst()
        .map(rule -> new Grant(rule.role()));
  }

  private static Pattern glob(String part) {
    String text = part == null ? "*" : part.trim();
    StringBuilder expression = new StringBuilder();
    for (String literal : text.split("\\*", -1)) {
      expression.append(expression.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(expression.toString());
  }
}
