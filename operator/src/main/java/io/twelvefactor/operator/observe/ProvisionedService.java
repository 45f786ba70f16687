package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;

/**
 * The duck type of the Service Binding specification.
 *
 * @see <a href="https://servicebinding.io/spec/core/1.1.0/#provisioned-service">Provisioned
 *     Service</a>
 */
public final class ProvisionedService {
  private ProvisionedService() {}

  /** The Secret, in the object's own namespace, that says how to reach the service. */
  public static Optional<Reference> secret(GenericKubernetesResource object) {
    return object.get("status", "binding", "name") instanceof String name && !name.isBlank()
        ? Optional.of(Reference.secret(name))
        : Optional.empty();
  }
}
