package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.twelvefactor.operator.observe.Children;
import java.util.Map;
import java.util.Objects;

/**
 * Hands the number of replicas over to an autoscaler.
 *
 * <p>An apply that merely stops speaking of {@code spec.replicas} resets it to 1, since nobody owns
 * the field then. So a second manager takes it first, at its live value, and ours may let go.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership">Transferring
 *     ownership</a>
 */
final class ReplicaHandOver {
  static final String MANAGER = ObjectWriter.FIELD_MANAGER + "-replicas";

  private ReplicaHandOver() {}

  /** To be called before an apply; returns the live object to apply over. */
  static HasMetadata before(HasMetadata desired, HasMetadata live, ObjectWriter writer) {
    if (desired instanceof Deployment wanted
        && wanted.getSpec().getReplicas() == null
        && live instanceof Deployment deployment
        && oursOwnsReplicas(deployment)) {
      // Read anew and tied to that version: an autoscaler that acts meanwhile is not undone.
      return writer
          .read(deployment)
          .map(now -> writer.update(onlyReplicas((Deployment) now), now, MANAGER))
          .orElseThrow(() -> new StaleView(Children.key(deployment) + " is gone"));
    }
    return live;
  }

  private static boolean oursOwnsReplicas(Deployment live) {
    return live.getMetadata().getManagedFields().stream()
        .filter(entry -> ObjectWriter.FIELD_MANAGER.equals(entry.getManager()))
        .map(ManagedFieldsEntry::getFieldsV1)
        .filter(Objects::nonNull)
        .map(fields -> fields.getAdditionalProperties().get("f:spec"))
        .anyMatch(spec -> spec instanceof Map<?, ?> map && map.containsKey("f:replicas"));
  }

  private static Deployment onlyReplicas(Deployment live) {
    Deployment replicas =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName(live.getMetadata().getName())
            .withNamespace(live.getMetadata().getNamespace())
            .withResourceVersion(live.getMetadata().getResourceVersion())
            .endMetadata()
            .withNewSpec()
            .withReplicas(live.getSpec().getReplicas())
            .endSpec()
            .build();
    return replicas;
  }
}
