package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Resource versions as numbers. They may be compared within a kind since Kubernetes 1.35
 * (KEP-5504), and with etcd could be before.
 */
public final class Versions {
  private Versions() {}

  /** The version of an object that was read from a server. */
  public static long of(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }
}
