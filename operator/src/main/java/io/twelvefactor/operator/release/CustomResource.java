package io.twelvefactor.operator.release;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How custom resources say that they are ready, and what resources of AWS Controllers for
 * Kubernetes (ACK) tell of what they stand for.
 *
 * @see <a href="https://aws-controllers-k8s.github.io/community/docs/user-docs/resource-crud/">ACK:
 *     resources and their conditions</a>
 */
final class CustomResource {
  private static final String AWS = ".services.k8s.aws/";

  private CustomResource() {}

  /** Whether it is a resource of AWS Controllers for Kubernetes. */
  static boolean isOfAws(GenericKubernetesResource object) {
    return object.getApiVersion().contains(AWS);
  }

  /**
   * Why it cannot be used yet, without anything from its spec; empty when it can. Ready, where it
   * is there, decides; else ACK's ResourceSynced. Terminal means that ACK has given up. A table
   * says in a field of its own when it is ACTIVE.
   */
  static Optional<String> notReady(GenericKubernetesResource object) {
    if (object.getMetadata().getDeletionTimestamp() != null) {
      return Optional.of("it is being deleted");
    }
    if (status(object, "ACK.Terminal").filter("True"::equals).isPresent()) {
      return Optional.of("condition ACK.Terminal is True; mend the resource");
    }
    if (object.get("status", "tableStatus") instanceof String table && !table.equals("ACTIVE")) {
      return Optional.of("tableStatus is " + table);
    }
    for (String type : List.of("Ready", "ACK.ResourceSynced")) {
      Optional<String> status = status(object, type);
      if (status.isPresent()) {
        return status
            .filter(s -> !s.equals("True"))
            .map(s -> "condition %s is %s".formatted(type, s));
      }
    }
    // Without any condition: a Provisioned Service need not have one, an AWS resource always does.
    return isOfAws(object)
        ? Optional.of("it has no condition Ready or ACK.ResourceSynced yet")
        : Optional.empty();
  }

  /**
   * What an ACK resource tells: its ARN, region and account, and those plain fields of status or
   * spec that are asked for. Not all there are: counters such as a table's size change for ever.
   */
  static Map<String, String> ofAws(GenericKubernetesResource object, Collection<String> asked) {
    Map<String, String> values = new TreeMap<>();
    put(values, "arn", object.get("status", "ackResourceMetadata", "arn"));
    put(values, "region", object.get("status", "ackResourceMetadata", "region"));
    put(values, "accountId", object.get("status", "ackResourceMetadata", "ownerAccountID"));
    for (String key : asked) {
      put(values, key, object.get("spec", key));
      put(values, key, object.get("status", key));
    }
    return values;
  }

  private static void put(Map<String, String> values, String key, Object value) {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      values.put(key, value.toString());
    }
  }

  private static Optional<String> status(GenericKubernetesResource object, String type) {
    if (!(object.get("status", "conditions") instanceof List<?> conditions)) {
      return Optional.empty();
    }
    return conditions.stream()
        .filter(Map.class::isInstance)
        .map(Map.class::cast)
        .filter(condition -> type.equals(condition.get("type")))
        .map(condition -> String.valueOf(condition.get("status")))
        .findFirst();
  }
}
