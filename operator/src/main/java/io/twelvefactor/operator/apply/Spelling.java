package io.twelvefactor.operator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Quantities come back from the API server in its own spelling: 0.5Gi as 512Mi, 1000m as 1. The
 * matcher of java-operator-sdk knows that of few places only, and every other such object would be
 * written again after each restart.
 */
final class Spelling {
  private static final KubernetesSerialization KUBERNETES =
      new KubernetesSerialization(new ObjectMapper(), false);

  /** Fields that are quantities; by name, so that a variable's value never passes for one. */
  private static final Set<String> QUANTITIES = Set.of("sizeLimit", "averageValue");

  private static final Set<String> MAPS_OF_QUANTITIES = Set.of("requests", "limits");

  private Spelling() {}

  /** The desired object, its quantities spelled as in the live one where they are the same. */
  static HasMetadata as(HasMetadata live, HasMetadata desired) {
    JsonNode respelled = KUBERNETES.convertValue(desired, JsonNode.class);
    walk(respelled, KUBERNETES.convertValue(live, JsonNode.class), "");
    return KUBERNETES.convertValue(respelled, desired.getClass());
  }

  private static void walk(JsonNode desired, JsonNode live, String within) {
    if (desired instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        JsonNode counterpart = live.path(field.getKey());
        if (isQuantity(field.getKey(), within) && same(field.getValue(), counterpart)) {
          object.set(field.getKey(), counterpart);
        } else {
          walk(field.getValue(), counterpart, field.getKey());
        }
      }
    }
    for (int i = 0; desired.isArray() && i < desired.size(); i++) {
      walk(desired.get(i), counterpart(desired.get(i), live, i), within);
    }
  }

  private static boolean isQuantity(String field, String within) {
    return QUANTITIES.contains(field)
        || MAPS_OF_QUANTITIES.contains(within)
        || (field.equals("value") && within.equals("target"));
  }

  private static JsonNode counterpart(JsonNode entry, JsonNode live, int index) {
    for (JsonNode candidate : live) {
      if (entry.has("name") && entry.get("name").equals(candidate.get("name"))) {
        return candidate;
      }
    }
    return live.path(index);
  }

  private static boolean same(JsonNode one, JsonNode other) {
    if (!one.isValueNode() || !other.isValueNode()) {
      return false;
    }
    try {
      return Quantity.parse(one.asText())
              .getNumericalAmount()
              .compareTo(Quantity.parse(other.asText()).getNumericalAmount())
          == 0;
    } catch (IllegalArgumentException | ArithmeticException notQuantities) {
      return false;
    }
  }
}
