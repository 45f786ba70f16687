package io.twelvefactor.api.v1alpha1;

/** Who reads AppConfig, and what a change of its content leads to. */
public enum ConfigDelivery {
  /** The app reads AppConfig itself, as it runs: a change makes no release. */
  Live,
  /** The operator reads AppConfig: content is frozen in the release, a change makes a new one. */
  Snapshot
}
