package io.twelvefactor.operator.rules;

/**
 * One rule of a factor.
 *
 * @param id such as build-release-run/digest: the factor's name and the rule's own
 * @param what is refused, for people
 * @param mend how it is put right
 */
public record Rule(String id, String what, String mend) {

  /** Reads the general message of a validation: {@code id: what; mend}. */
  static Rule of(String message) {
    int colon = message.indexOf(": ");
    int semicolon = message.indexOf("; ", colon);
    if (colon < 0 || semicolon < 0) {
      throw new IllegalArgumentException("not 'id: what; mend': " + message);
    }
    return new Rule(
        message.substring(0, colon),
        message.substring(colon + 2, semicolon),
        message.substring(semicolon + 2));
  }

  /** The name of the factor the rule belongs to. */
  public String factor() {
    return id.substring(0, id.indexOf('/'));
  }

  /** What is said where a finding has no message of its own. */
  String message() {
    return "%s: %s; %s".formatted(id, what, mend);
  }
}
