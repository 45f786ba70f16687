package io.twelvefactor.operator.release;

/**
 * Why a release cannot be made or rolled out now, while what runs goes on running.
 *
 * @param reason one CamelCase word for programs
 * @param message what is missing or wrong, where (field path), and what to do
 * @param terminal whether waiting cannot help: somebody must change something in the spec
 * @param ending whether it ends by itself within a time of its own, so that waiting long is no
 *     stall
 */
public record Hold(String reason, String message, boolean terminal, boolean ending) {

  /** Something awaited that may still come. */
  public static Hold waiting(String reason, String message) {
    return new Hold(reason, message, false, false);
  }

  /** Something that only a change of the spec or of another object by hand can mend. */
  public static Hold stalled(String reason, String message) {
    return new Hold(reason, message, true, false);
  }

  /** Something under way that ends by itself. */
  public static Hold ending(String reason, String message) {
    return new Hold(reason, message, false, true);
  }
}
