package io.twelvefactor.api.v1alpha1;

/** Who takes up the stream. */
public enum LogMode {
  /** The cluster's own collector; nothing is added to the pods but what routes the log. */
  Platform,
  /** A sidecar in each pod, which follows what the app writes to stdout. */
  Sidecar
}
