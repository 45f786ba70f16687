package io.twelvefactor.api.v1alpha1;

/** What follows when the content of a backing service's Secret or ConfigMap changes. */
public enum Rotation {
  /** A new release. */
  Restart,
  /** The mounted files change; no release is made. */
  InPlace
}
