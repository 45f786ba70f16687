package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Whose an object is. */
public final class Ownership {
  private Ownership() {}

  /** Whether the owner's very uid controls the object; a name is not enough. */
  public static boolean controls(HasMetadata owner, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(
            reference ->
                Boolean.TRUE.equals(reference.getController())
                    && owner.getMetadata().getUid().equals(reference.getUid()));
  }
}
