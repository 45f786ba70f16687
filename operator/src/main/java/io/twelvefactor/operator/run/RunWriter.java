package io.twelvefactor.operator.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.AdminRunStatus;
import io.twelvefactor.operator.status.StatusPatch;
import java.net.HttpURLConnection;

/** Writes statuses of runs, and removes runs, past the framework (see {@code reconcile}). */
final class RunWriter {
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
    fresh.setStatus(status);
    StatusPatch.apply(client, run, fresh);
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
