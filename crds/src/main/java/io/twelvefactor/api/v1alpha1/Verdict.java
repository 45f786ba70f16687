package io.twelvefactor.api.v1alpha1;

/** How a factor stands. */
public enum Verdict {
  /** Shown to hold. */
  Pass,
  /** Shown to be broken. */
  Fail,
  /** Broken, and excused. */
  Waived,
  /** Cannot be seen. */
  Unknown,
  /** Does not concern this app. */
  NotApplicable
}
