package io.twelvefactor.api.v1alpha1;

/** For which releases the release command runs. */
public enum ReleaseWhen {
  /** The first one, and those whose image has another digest than that of the running release. */
  ImageChange,
  /** All but those that go back to an earlier release. */
  Always
}
