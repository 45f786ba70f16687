package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Whose an object is. */
public final class Ownership {
  private Ownership() {}

  /**
   * Whether an object is on its way out: being deleted, or left by an earlier owner of the same
   * name, which the garbage collector is about to see.
   */
  public static boolean isLeaving(HasMetadata owner, HasMetadata object) {
    return object.getMetadata().getDeletionTimestamp() != null
        || object.getMetadata().getOwnerReferences().stream()
            .anyMatch(
                reference ->
                    Boolean.TRUE.equals(reference.getController())
                        && owner.getKind().equals(reference.getKind())
                        && owner.getMetadata().getName().equals(reference.getName())
                        && !owner.getMetadata().getUid().equals(reference.getUid()));
  }

  /** Whether the owner's very uid controls the object; a name is not enough. */
  public static boolean controls(HasMetadata owner, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(
            reference ->
                Boolean.TRUE.equals(reference.getController())
                    && owner.getMetadata().getUid().equals(reference.getUid()));
  }
}
