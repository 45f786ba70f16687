package io.twelvefactor.api.v1alpha1;

/** What became of a release. */
public enum ReleaseOutcome {
  /** Its processes are starting. */
  Releasing,
  /** It runs. */
  Current,
  /** It ran, or was overtaken, and a later release runs. */
  Superseded,
  /** It could not be brought up. */
  Failed
}
