package io.twelvefactor.operator.run;

/** What came of trying to start a run. */
sealed interface Start {
  /** Its Job is there. */
  record Started(int release, String job) implements Start {}

  /**
   * It cannot start now.
   *
   * @param reason one CamelCase word for programs
   * @param message what is missing, where (field path), and what to do
   */
  record Waiting(String reason, String message) implements Start {}

  /** It was started before, or is gone: the cache did not know yet. */
  record Known() implements Start {}
}
