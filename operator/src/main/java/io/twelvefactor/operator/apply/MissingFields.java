package io.twelvefactor.operator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what we declare and a live object no longer has. */
final class MissingFields {
  private static final KubernetesSerialization KUBERNETES =
      new KubernetesSerialization(new ObjectMapper(), false);

  private MissingFields() {}

  /** The topmost fields that are missing, for people; list entries by their names. */
  static List<String> of(HasMetadata desired, HasMetadata live) {
    List<String> missing = new ArrayList<>();
    collect(
        KUBERNETES.convertValue(desired, JsonNode.class),
        KUBERNETES.convertValue(live, JsonNode.class),
        "",
        missing);
    return missing.stream().map(path -> path.substring(1)).toList();
  }

  private static void collect(JsonNode desired, JsonNode live, String path, List<String> out) {
    for (Map.Entry<String, JsonNode> field : desired.properties()) {
      String named = path + "." + field.getKey();
      JsonNode counterpart = live.get(field.getKey());
      if (counterpart == null) {
        out.add(named);
      } else if (field.getValue().isArray()) {
        entries(field.getValue(), counterpart, named, out);
      } else {
        collect(field.getValue(), counterpart, named, out);
      }
    }
  }

  /** Only of lists with names can be told what is missing, and what merely changed. */
  private static void entries(JsonNode desired, JsonNode live, String path, List<String> out) {
    for (JsonNode entry : desired) {
      if (!entry.has("name")) {
        continue;
      }
      String named = "%s[%s]".formatted(path, entry.get("name").asText());
      JsonNode counterpart = null;
      for (JsonNode candidate : live) {
        if (entry.get("name").equals(candidate.get("name"))) {
          counterpart = candidate;
        }
      }
      if (counterpart == null) {
        out.add(named);
      } else {
        collect(entry, counterpart, named, out);
      }
    }
  }
}
