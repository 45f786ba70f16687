package io.twelvefactor.operator.release;

/**
 * Why a release was made; it never changes.
 *
 * @param cause what led to it, for people
 * @param manager the field manager that wrote the spec, where that led to it; or null
 * @param rollback which earlier release it goes back to; null where it follows the spec
 * @param runsCommand whether its release command is to run before any of its processes
 */
public record Origin(String cause, String manager, Rollback rollback, boolean runsCommand) {
  /**
   * Going back to an earlier release.
   *
   * @param of number of that release
   * @param asked the value of {@code spec.release.rollbackTo} that asked for it: the same value
   *     asks only once
   */
  public record Rollback(int of, String asked) {}

  /** Made from the spec, without a release command. */
  public static Origin of(String cause) {
    return new Origin(cause, null, null, false);
  }
}
