package io.twelvefactor.api.v1alpha1;

/** What becomes of the pods of a release that cannot be brought up. */
public enum OnFailure {
  /** They stay as they are, beside those of the running release, and may come up yet. */
  Halt,
  /** They are taken away: every Deployment goes back to the running release. */
  Rollback
}
