package io.twelvefactor.api.v1alpha1;

/** What became of a release. */
public enum ReleaseOutcome {
  /** It waits, or its release command runs: none of its processes has started. */
  Pending,
  /** Its processes are starting. */
  Releasing,
  /** It runs. */
  Current,
  /** It ran, or was overtaken, and another release runs. */
  Superseded,
  /** It could not be brought up. */
  Failed,
  /** It could not be brought up, and its pods were taken away again. */
  RolledBack
}
