package io.twelvefactor.operator.release;

/**
 * Something that a release needs and that is not there.
 *
 * @param subject which factor it belongs to
 * @param reason one CamelCase word for programs
 * @param message what is missing or wrong, where (field path), and what to do
 * @param terminal whether waiting cannot help
 */
public record Gap(Subject subject, String reason, String message, boolean terminal) {
  /** Which factor a gap belongs to. */
  public enum Subject {
    CONFIG,
    BACKING_SERVICE,
    LOGS,
    EXPOSURE
  }
}
