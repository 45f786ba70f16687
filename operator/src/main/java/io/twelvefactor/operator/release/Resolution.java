package io.twelvefactor.operator.release;

/**
 * The outcome of resolving a spec against facts: the inputs of a release, or why there are none.
 */
public sealed interface Resolution {
  /** Everything a release needs is there. */
  record Resolved(ReleaseInputs inputs) implements Resolution {}

  /** Something a release needs is not there. */
  record Unresolved(Hold hold) implements Resolution {}
}
