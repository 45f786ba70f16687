package io.twelvefactor.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.twelvefactor.operator.apply.ObjectWriter;

/** Applies a status to the very object that was judged, past the framework's own writing. */
public final class StatusPatch {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(ObjectWriter.FIELD_MANAGER)
          .withForce(true)
          .build();

  private StatusPatch() {}

  /**
   * Writes the status that {@code fresh} carries, and nothing else of it.
   *
   * @param judged the object as it was seen
   * @param fresh an object of its kind with nothing but the status
   * @return the object as it is stored then
   */
  public static <T extends HasMetadata> T apply(KubernetesClient client, T judged, T fresh) {
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(judged.getMetadata().getName())
            .withNamespace(judged.getMetadata().getNamespace())
            // Not one of the same name made since.
            .withUid(judged.getMetadata().getUid())
            .build());
    return client.resource(fresh).subresource("status").patch(APPLY);
  }
}
