package io.twelvefactor.operator.factor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.release.Unrenderable;
import java.util.List;
import java.util.Map;

/**
 * Lays an app's {@code podTemplate} over a rendered template, as a strategic merge patch does:
 * objects merge by field, lists of keyed things by their key, other lists are replaced, null takes
 * away, and {@code $patch: delete} takes a list entry away.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/">strategic
 *     merge patch</a>
 */
final class StrategicMerge {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KubernetesSerialization KUBERNETES =
      new KubernetesSerialization(JSON, false);

  /** The patch merge keys of the lists of a pod template, as its API types declare them. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("env", "name"),
          Map.entry("volumes", "name"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("volumeDevices", "devicePath"),
          Map.entry("ports", "containerPort"),
          Map.entry("hostAliases", "ip"),
          Map.entry("topologySpreadConstraints", "topologyKey"));

  private StrategicMerge() {}

  static PodTemplateSpec patch(PodTemplateSpec template, JsonNode patch) {
    if (patch == null || patch.isEmpty()) {
      return template;
    }
    ObjectNode merged = KUBERNETES.convertValue(template, ObjectNode.class);
    ObjectNode labels = merged.withObject("/metadata/labels").deepCopy();
    // A copy, since entries are moved into the template and merged into further.
    merge(merged, patch.deepCopy());
    try {
      // A patched label must not move the pod to another selector or release.
      ObjectNode patched = merged.withObject("/metadata/labels");
      patched.remove(List.of(Labels.PROCESS, Labels.ADMIN_PROCESS, Labels.RELEASE_COMMAND));
      patched.setAll(labels);
    } catch (UnsupportedOperationException e) {
      throw new Unrenderable("spec.podTemplate.metadata: labels are names and values");
    }
    return Declared.as(PodTemplateSpec.class, merged, "spec.podTemplate");
  }

  private static void merge(ObjectNode target, JsonNode patch) {
    patch
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              JsonNode present = target.get(field.getKey());
              if (value.isNull()) {
                target.remove(field.getKey());
              } else if (value instanceof ObjectNode object) {
                merge(
                    present instanceof ObjectNode into ? into : target.putObject(field.getKey()),
                    object);
              } else if (value instanceof ArrayNode list && KEYS.containsKey(field.getKey())) {
                merge(
                    present instanceof ArrayNode into ? into : target.putArray(field.getKey()),
                    list,
                    KEYS.get(field.getKey()));
              } else {
                target.set(field.getKey(), value);
              }
            });
  }

  private static void merge(ArrayNode target, ArrayNode patch, String key) {
    for (JsonNode entry : patch) {
      int at = indexOf(target, key, entry.get(key));
      if (entry.path("$patch").asText().equals("delete")) {
        if (at >= 0) {
          target.remove(at);
        }
      } else if (at >= 0 && target.get(at) instanceof ObjectNode into) {
        merge(into, entry);
      } else {
        target.add(entry);
      }
    }
  }

  private static int indexOf(ArrayNode list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (value != null && value.equals(list.get(i).get(key))) {
        return i;
      }
    }
    return -1;
  }
}
