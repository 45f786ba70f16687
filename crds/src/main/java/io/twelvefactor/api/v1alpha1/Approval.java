package io.twelvefactor.api.v1alpha1;

/** Whether somebody has to say yes to a release. */
public enum Approval {
  /** Until a ReleaseApproval for it exists, no new release is rolled out. */
  Required
}
