package io.twelvefactor.operator.apply;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What others did to an object of ours, read from its managed fields.
 *
 * <p>Two things are told apart: fields we declare that somebody else took over (a forced apply puts
 * them back), and fields somebody added where it changes what runs. The latter survive a forced
 * apply, since an apply only speaks of its own fields, and are taken out by a patch.
 *
 * @param taken fields we declare whose owner is somebody else now
 * @param added fields somebody added in a place that is ours alone
 * @param manager who did it, as the field manager's name
 */
record ForeignFields(List<FieldTree.Field> taken, List<FieldTree.Field> added, String manager) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KubernetesSerialization KUBERNETES =
      new KubernetesSerialization(JSON, false);

  /** The places, by kind, in which nothing of others may stay. */
  private static final Map<String, List<JsonPointer>> OURS_ALONE =
      Map.of(
          "Deployment",
          List.of(JsonPointer.compile("/spec/template")),
          "CronJob",
          List.of(JsonPointer.compile("/spec/jobTemplate")),
          "Service",
          List.of(
              JsonPointer.compile("/spec/selector"),
              JsonPointer.compile("/spec/ports"),
              JsonPointer.compile("/spec/sessionAffinity"),
              JsonPointer.compile("/spec/sessionAffinityConfig"),
              JsonPointer.compile("/spec/externalIPs")));

  private static final JsonPointer REPLICAS = JsonPointer.compile("/spec/replicas");

  /** `kubectl rollout restart` is how people restart; it changes nothing of what runs. */
  private static final JsonPointer RESTARTED_AT =
      JsonPointer.compile("/spec/template/metadata/annotations/kubectl.kubernetes.io~1restartedAt");

  /**
   * What managers other than us and those an admin allows hold in a live object.
   *
   * @param desired what we declare of it
   */
  static ForeignFields in(HasMetadata live, HasMetadata desired, Set<String> allowedManagers) {
    JsonNode object = KUBERNETES.convertValue(live, JsonNode.class);
    JsonNode declared = KUBERNETES.convertValue(desired, JsonNode.class);
    JsonNode ours = fieldsOf(live, ObjectWriter.FIELD_MANAGER);
    // Sets, since two managers may hold one field, and a patch must not remove it twice.
    Set<FieldTree.Field> taken = new LinkedHashSet<>();
    Set<FieldTree.Field> added = new LinkedHashSet<>();
    String manager = null;
    for (ManagedFieldsEntry entry : live.getMetadata().getManagedFields()) {
      if (isOurs(entry) || "status".equals(entry.getSubresource())) {
        continue;
      }
      if (allowedManagers.contains(entry.getManager()) || entry.getFieldsV1() == null) {
        continue;
      }
      JsonNode theirs = JSON.valueToTree(entry.getFieldsV1().getAdditionalProperties());
      for (FieldTree.Field field : FieldTree.minus(theirs, ours, object, declared, RESTARTED_AT)) {
        if (field.declared()) {
          taken.add(field);
          manager = entry.getManager();
        } else if (oursAlone(live.getKind(), field.pointer())) {
          added.add(field);
          manager = entry.getManager();
        }
      }
    }
    return new ForeignFields(List.copyOf(taken), List.copyOf(added), manager);
  }

  private static boolean isOurs(ManagedFieldsEntry entry) {
    return entry.getManager().equals(ObjectWriter.FIELD_MANAGER)
        || entry.getManager().equals(ReplicaHandOver.MANAGER);
  }

  private static JsonNode fieldsOf(HasMetadata live, String manager) {
    var fields = JSON.createObjectNode();
    for (ManagedFieldsEntry entry : live.getMetadata().getManagedFields()) {
      if (manager.equals(entry.getManager()) && entry.getFieldsV1() != null) {
        merge(fields, JSON.valueToTree(entry.getFieldsV1().getAdditionalProperties()));
      }
    }
    return fields;
  }

  private static void merge(ObjectNode into, JsonNode from) {
    from.properties()
        .forEach(field -> merge(into.withObject("/" + escape(field.getKey())), field.getValue()));
  }

  private static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private static boolean oursAlone(String kind, JsonPointer pointer) {
    String at = pointer.toString();
    return OURS_ALONE.getOrDefault(kind, List.of()).stream()
        .anyMatch(place -> at.startsWith(place.toString()));
  }

  /** The same but for the number of replicas, which may have been an autoscaler's by right. */
  ForeignFields withoutReplicas() {
    List<FieldTree.Field> others =
        taken.stream().filter(field -> !REPLICAS.equals(field.pointer())).toList();
    return new ForeignFields(others, added, manager);
  }

  boolean isEmpty() {
    return taken.isEmpty() && added.isEmpty();
  }

  /** The fields for people. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    taken.forEach(field -> paths.add(field.path().substring(1)));
    added.forEach(field -> paths.add(field.path().substring(1)));
    return paths;
  }

  /** A JSON patch that takes the added fields out of this very version of the live object. */
  String removal(HasMetadata live) {
    ArrayNode patch = patchOf(live);
    List<JsonPointer> pointers =
        new ArrayList<>(added.stream().map(FieldTree.Field::pointer).toList());
    // Later list entries first, so that the positions of the others stay true.
    pointers.sort(Collections.reverseOrder(ForeignFields::compare));
    pointers.forEach(
        pointer -> patch.addObject().put("op", "remove").put("path", pointer.toString()));
    return patch.toString();
  }

  /** A JSON patch that puts every place that is ours alone to what is declared. */
  String replacement(HasMetadata live, HasMetadata desired) {
    JsonNode object = KUBERNETES.convertValue(live, JsonNode.class);
    JsonNode declared = KUBERNETES.convertValue(desired, JsonNode.class);
    ArrayNode patch = patchOf(live);
    for (JsonPointer place : OURS_ALONE.getOrDefault(live.getKind(), List.of())) {
      if (!declared.at(place).isMissingNode()) {
        patch
            .addObject()
            .put("op", "add")
            .put("path", place.toString())
            .set("value", declared.at(place));
      } else if (!object.at(place).isMissingNode()) {
        patch.addObject().put("op", "remove").put("path", place.toString());
      }
    }
    return patch.toString();
  }

  private static ArrayNode patchOf(HasMetadata live) {
    ArrayNode patch = JSON.createArrayNode();
    patch
        .addObject()
        .put("op", "test")
        .put("path", "/metadata/resourceVersion")
        .put("value", live.getMetadata().getResourceVersion());
    return patch;
  }

  private static int compare(JsonPointer one, JsonPointer other) {
    if (one.matches() || other.matches()) {
      return Boolean.compare(other.matches(), one.matches());
    }
    int order =
        one.mayMatchElement() && other.mayMatchElement()
            ? Integer.compare(one.getMatchingIndex(), other.getMatchingIndex())
            : one.getMatchingProperty().compareTo(other.getMatchingProperty());
    return order != 0 ? order : compare(one.tail(), other.tail());
  }
}
