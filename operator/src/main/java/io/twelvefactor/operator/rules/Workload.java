package io.twelvefactor.operator.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plain Deployment, StatefulSet, DaemonSet, CronJob, Job, Pod or Ingress in the eyes of the
 * rules: an app whose pods are patched into exactly that. What it breaks is told in its own fields.
 */
public final class Workload {
  /** The one process of the app; no container of anybody is called so. */
  private static final String PROCESS = "the--workload";

  private static final String IMAGE = "any@sha256:" + "0".repeat(64);
  private static final long DEFAULT_GRACE = 30;

  private final Map<String, Object> app;
  private final Map<String, String> fields = new LinkedHashMap<>();

  private Workload(Map<String, Object> spec) {
    app = Map.of("metadata", Map.of("name", "workload"), "spec", spec);
  }

  /** The workload in a manifest, if it is one. */
  public static Optional<Workload> of(Map<String, ?> manifest) {
    String kind = String.valueOf(manifest.get("kind"));
    Map<String, Object> spec = JsonPath.map(manifest, "spec");
    return switch (kind) {
      case "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job" ->
          Optional.of(ofTemplate(kind, spec, JsonPath.map(spec, "template"), "spec.template"));
      case "CronJob" ->
          Optional.of(
              ofTemplate(
                  kind,
                  spec,
                  JsonPath.map(spec, "jobTemplate", "spec", "template"),
                  "spec.jobTemplate.spec.template"));
      case "Pod" ->
          Optional.of(
              ofTemplate(
                  kind,
                  Map.of(),
                  Map.of("metadata", JsonPath.map(manifest, "metadata"), "spec", spec),
                  ""));
      case "Ingress" -> Optional.of(ofIngress(JsonPath.map(manifest, "metadata", "annotations")));
      default -> Optional.empty();
    };
  }

  private static Workload ofTemplate(
      String kind, Map<String, Object> spec, Map<String, Object> template, String path) {
    Map<String, Object> pod = new LinkedHashMap<>(JsonPath.map(template, "spec"));
    Map<String, String> fields = new LinkedHashMap<>();
    if (kind.equals("StatefulSet")) {
      statefulSet(spec, pod, fields);
    }
    pod.putIfAbsent("terminationGracePeriodSeconds", DEFAULT_GRACE);
    Map<String, Object> process = new LinkedHashMap<>();
    process.put("name", PROCESS);
    // How long it drains is not said anywhere; at least it must be told to stop before it is
    // killed.
    process.put("shutdown", Map.of("preStopSeconds", preStop(pod), "drainSeconds", 1L));
    if (spec.get("replicas") instanceof Number replicas && servesAPort(pod)) {
      process.put("port", 8080L);
      process.put("replicas", replicas.longValue());
    }
    Workload workload =
        new Workload(
            Map.of(
                "image",
                IMAGE,
                "processes",
                List.of(process),
                "podTemplate",
                Map.of("metadata", JsonPath.map(template, "metadata"), "spec", pod)));
    workload.fields.putAll(fields);
    workload.fields.put("spec.processes[" + PROCESS + "].replicas", "spec.replicas");
    workload.fields.put(
        "spec.podTemplate.", path.isEmpty() ? "" : path + "."); // a Pod is its own template
    workload.fields.put(PROCESS, "it");
    return workload;
  }

  /** What a StatefulSet gives its pods beside their template: a name of their own, and storage. */
  private static void statefulSet(
      Map<String, Object> spec, Map<String, Object> pod, Map<String, String> fields) {
    pod.put("subdomain", String.valueOf(spec.getOrDefault("serviceName", "")));
    fields.put("spec.podTemplate.spec.subdomain", "spec.serviceName");
    List<Object> volumes = new ArrayList<>(JsonPath.list(pod, "volumes"));
    for (Object claim : JsonPath.list(spec, "volumeClaimTemplates")) {
      Object name = JsonPath.map(claim, "metadata").get("name");
      volumes.add(Map.of("name", String.valueOf(name), "ephemeral", Map.of()));
      fields.put(
          "spec.podTemplate.spec.volumes[%s]".formatted(name),
          "spec.volumeClaimTemplates[%s]".formatted(name));
    }
    pod.put("volumes", volumes);
  }

  private static Workload ofIngress(Map<String, Object> annotations) {
    Workload workload =
        new Workload(
            Map.of(
                "image",
                IMAGE,
                "processes",
                List.of(
                    Map.of(
                        "name",
                        PROCESS,
                        "port",
                        8080L,
                        "replicas",
                        2L,
                        "expose",
                        Map.of("annotations", annotations)))));
    workload.fields.put(
        "spec.processes[" + PROCESS + "].expose.annotations", "metadata.annotations");
    return workload;
  }

  private static long preStop(Map<String, Object> pod) {
    long longest = 0;
    for (Object container : JsonPath.list(pod, "containers")) {
      Map<String, Object> preStop = JsonPath.map(container, "lifecycle", "preStop");
      if (JsonPath.map(preStop, "sleep").get("seconds") instanceof Number seconds) {
        longest = Math.max(longest, seconds.longValue());
      }
      List<Object> command = JsonPath.list(JsonPath.map(preStop, "exec"), "command");
      String words = String.join(" ", command.stream().map(String::valueOf).toList());
      if (words.matches("(.*\\s)?sleep \\d{1,5}")) {
        longest = Math.max(longest, Long.parseLong(words.replaceAll(".*\\s", "")));
      }
    }
    return longest;
  }

  private static boolean servesAPort(Map<String, Object> pod) {
    return JsonPath.list(pod, "containers").stream()
        .anyMatch(container -> !JsonPath.list(container, "ports").isEmpty());
  }

  /** The rules it breaks. */
  public List<Finding> broken(RuleBook book, NamespaceTerms terms) {
    return book.broken(app, terms).stream()
        .map(finding -> new Finding(finding.rule(), inOwnFields(finding.message())))
        .toList();
  }

  private String inOwnFields(String message) {
    String told = message;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      told = told.replace(field.getKey(), field.getValue());
    }
    return told;
  }
}
