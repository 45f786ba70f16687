package io.twelvefactor.operator.run;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.AdminRunStatus;
import io.twelvefactor.operator.apply.ObjectWriter;
import java.net.HttpURLConnection;

/** Writes statuses of runs, and removes runs, past the framework (see {@code reconcile}). */
final class RunWriter {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(ObjectWriter.FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;

  RunWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Writes a status if it says anything new; whether it did. */
  boolean write(AdminRun run, AdminRunStatus status) {
    if (status.equals(run.getStatus())) {
      return false;
    }
    AdminRun fresh = new AdminRun();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(run.getMetadata().getName())
            .withNamespace(run.getMetadata().getNamespace())
            // The very run that was judged: not one of the same name made since.
            .withUid(run.getMetadata().getUid())
            .build());
    fresh.setStatus(status);
    client.resource(fresh).subresource("status").patch(APPLY);
    return true;
  }

  /** Removes the very run that was seen, and with it its Job and its pod. */
  void remove(AdminRun seen) {
    try {
      client.resource(seen).lockResourceVersion(seen.getMetadata().getResourceVersion()).delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      // It has changed since: its next pass looks again.
    }
  }
}
