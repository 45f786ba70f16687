package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.rules.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the pods of an app have in common, taken from its first Deployment. */
final class AdoptedPod {
  private static final String AT = ": spec.template.spec.";

  private static final Set<String> HANDLED =
      Set.of(
          "containers",
          "initContainers",
          "volumes",
          "serviceAccountName",
          "serviceAccount",
          "imagePullSecrets",
          "nodeSelector",
          "tolerations",
          "priorityClassName",
          "terminationGracePeriodSeconds",
          "restartPolicy",
          "securityContext",
          "dnsPolicy",
          "schedulerName",
          "automountServiceAccountToken",
          "enableServiceLinks");

  private final Document deployment;
  private final Map<String, Object> spec;
  private final List<String> left;
  private final Map<String, Object> pod;

  AdoptedPod(Document deployment, Map<String, Object> spec, List<String> left) {
    this.deployment = deployment;
    this.spec = spec;
    this.left = left;
    this.pod = JsonPath.map(deployment.content(), "spec", "template", "spec");
  }

  void carry() {
    if (!JsonPath.list(pod, "imagePullSecrets").isEmpty()) {
      spec.put("imagePullSecrets", JsonPath.list(pod, "imagePullSecrets"));
    }
    String account = JsonPath.text(pod, "serviceAccountName");
    if (!account.isEmpty() && !account.equals("default")) {
      spec.put("serviceAccount", Map.of("name", account));
    }
    metadata();
    for (Object init : JsonPath.list(pod, "initContainers")) {
      left.add(
          "%s%sinitContainers[%s]: what a start prepares belongs into the image, the release phase or an admin process"
              .formatted(deployment.title(), AT, JsonPath.text(init, "name")));
    }
    pod.keySet().stream()
        .filter(field -> !HANDLED.contains(field))
        .forEach(
            field ->
                left.add(
                    "%s%s%s: not carried; spec.podTemplate is the last resort, where the rules allow it"
                        .formatted(deployment.title(), AT, field)));
  }

  private void metadata() {
    Map<String, Object> annotations =
        new LinkedHashMap<>(
            JsonPath.map(deployment.content(), "spec", "template", "metadata", "annotations"));
    annotations.keySet().removeIf(key -> key.startsWith("kubectl.kubernetes.io/"));
    if (!annotations.isEmpty()) {
      spec.put("podMetadata", new LinkedHashMap<>(Map.of("annotations", annotations)));
    }
  }

  /** Sidecars go into the patch. */
  void patch() {
    List<Object> containers = JsonPath.list(pod, "containers");
    if (containers.size() > 1) {
      spec.put(
          "podTemplate",
          new LinkedHashMap<>(
              Map.of(
                  "spec",
                  Map.of(
                      "containers", new ArrayList<>(containers.subList(1, containers.size()))))));
      left.add(
          "%s%scontainers: %d sidecars are in spec.podTemplate, for every process; log shippers are better left to the platform"
              .formatted(deployment.title(), AT, containers.size() - 1));
    }
  }
}
