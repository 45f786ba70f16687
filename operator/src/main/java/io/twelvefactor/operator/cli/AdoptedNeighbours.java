package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.rules.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The objects around Deployments: which belong to one, and what becomes of them. */
final class AdoptedNeighbours {
  /** From here on anybody may bind a port. */
  static final int FIRST_FREE_PORT = 1024;

  private static final int ANOTHER_PORT = 8080;

  private final List<Document> all;
  private final List<String> left;

  AdoptedNeighbours(List<Document> all, List<String> left) {
    this.all = all;
    this.left = left;
  }

  private List<Document> of(String kind) {
    return all.stream().filter(document -> document.kind().equals(kind)).toList();
  }

  /** The Services that lead to the pods of a Deployment. */
  private List<Document> services(Document deployment) {
    Map<String, Object> labels =
        JsonPath.map(deployment.content(), "spec", "template", "metadata", "labels");
    return of("Service").stream()
        .filter(
            service -> {
              Map<String, Object> selector = JsonPath.map(service.content(), "spec", "selector");
              return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
            })
        .toList();
  }

  /** The port that a Service leads to, or else the first one. */
  Integer port(Document deployment, Object container) {
    List<Object> ports = JsonPath.list(container, "ports");
    if (ports.isEmpty()) {
      return null;
    }
    int port =
        ((Number) JsonPath.map(ports.get(0)).getOrDefault("containerPort", ANOTHER_PORT))
            .intValue();
    for (Document service : services(deployment)) {
      tell(service);
      Object target =
          JsonPath.list(JsonPath.map(service.content(), "spec"), "ports").stream()
              .findFirst()
              .map(p -> JsonPath.map(p).getOrDefault("targetPort", JsonPath.map(p).get("port")))
              .orElse(port);
      port = target instanceof Number number ? number.intValue() : named(ports, target, port);
    }
    if (ports.size() > 1) {
      left.add(
          "%s: more than one port; a process binds one, health and metrics may have their own"
              .formatted(deployment.title()));
    }
    return port < FIRST_FREE_PORT ? ANOTHER_PORT : port;
  }

  private static int named(List<Object> ports, Object name, int otherwise) {
    return ports.stream()
        .filter(port -> JsonPath.text(port, "name").equals(name))
        .findFirst()
        .map(port -> ((Number) JsonPath.map(port).get("containerPort")).intValue())
        .orElse(otherwise);
  }

  private void tell(Document service) {
    left.add(
        service.title() + ": callers use another name then, <app>-<process>, and port 80 for HTTP");
    Map<String, Object> spec = JsonPath.map(service.content(), "spec");
    if (JsonPath.text(spec, "sessionAffinity").equals("ClientIP")) {
      left.add(service.title() + ": spec.sessionAffinity: keep sessions in a backing service");
    }
    if (Set.of("NodePort", "LoadBalancer").contains(JsonPath.text(spec, "type"))) {
      left.add(service.title() + ": spec.type: an Ingress makes the app reachable, by expose");
    }
  }

  /** What a HorizontalPodAutoscaler of the Deployment says. */
  Map<String, Object> autoscaling(Document deployment) {
    Map<String, Object> autoscaling = new LinkedHashMap<>();
    of("HorizontalPodAutoscaler").stream()
        .map(scaler -> JsonPath.map(scaler.content(), "spec"))
        .filter(
            spec ->
                JsonPath.text(JsonPath.map(spec, "scaleTargetRef"), "name")
                    .equals(deployment.name()))
        .forEach(
            spec -> {
              for (String field :
                  List.of("minReplicas", "maxReplicas", "targetCPUUtilizationPercentage")) {
                if (spec.get(field) != null) {
                  autoscaling.put(field, spec.get(field));
                }
              }
              List<Object> metrics = JsonPath.list(spec, "metrics");
              if (!metrics.isEmpty()) {
                autoscaling.put("metrics", metrics);
              }
            });
    return autoscaling;
  }

  /** What an Ingress says that leads to a Service of the Deployment. */
  Optional<Map<String, Object>> expose(Document deployment) {
    Set<String> services = new LinkedHashSet<>();
    services(deployment).forEach(service -> services.add(service.name()));
    for (Document ingress : of("Ingress")) {
      Set<Object> hosts = new LinkedHashSet<>();
      Set<Object> paths = new LinkedHashSet<>();
      for (Object rule : JsonPath.list(JsonPath.map(ingress.content(), "spec"), "rules")) {
        for (Object path : JsonPath.list(JsonPath.map(rule, "http"), "paths")) {
          if (services.contains(JsonPath.text(JsonPath.map(path, "backend", "service"), "name"))) {
            hosts.add(JsonPath.text(rule, "host"));
            paths.add(JsonPath.map(path).getOrDefault("path", "/"));
          }
        }
      }
      if (!paths.isEmpty()) {
        return Optional.of(exposure(ingress, hosts, paths));
      }
    }
    return Optional.empty();
  }

  private Map<String, Object> exposure(Document ingress, Set<Object> hosts, Set<Object> paths) {
    Map<String, Object> expose = new LinkedHashMap<>();
    hosts.remove("");
    if (!hosts.isEmpty()) {
      expose.put("hosts", new ArrayList<>(hosts));
    }
    expose.put("paths", new ArrayList<>(paths));
    Map<String, Object> spec = JsonPath.map(ingress.content(), "spec");
    JsonPath.list(spec, "tls").stream()
        .map(tls -> JsonPath.text(tls, "secretName"))
        .filter(secret -> !secret.isEmpty() && !hosts.isEmpty())
        .findFirst()
        .ifPresent(secret -> expose.put("tls", Map.of("secretName", secret)));
    if (spec.get("ingressClassName") != null) {
      expose.put("className", spec.get("ingressClassName"));
    }
    Map<String, Object> annotations =
        new LinkedHashMap<>(JsonPath.map(ingress.content(), "metadata", "annotations"));
    annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
    if (!annotations.isEmpty()) {
      expose.put("annotations", annotations);
    }
    return expose;
  }

  /** The CronJobs that run the same image. */
  List<Object> adminProcesses(String image, String app, AdoptedConfig config) {
    List<Object> admins = new ArrayList<>();
    for (Document job : of("CronJob")) {
      Map<String, Object> jobSpec = JsonPath.map(job.content(), "spec", "jobTemplate", "spec");
      Object container =
          JsonPath.list(JsonPath.map(jobSpec, "template", "spec"), "containers").stream()
              .findFirst()
              .orElse(Map.of());
      if (!JsonPath.text(container, "image").equals(image)) {
        left.add(
            job.title()
                + ": another image than the app's; an admin process runs the release of the app");
        continue;
      }
      for (Object variable : JsonPath.list(container, "env")) {
        if (!config.has(JsonPath.text(variable, "name"))) {
          left.add(
              "%s: env[%s]: an admin process has the config of the app, which has no such variable"
                  .formatted(job.title(), JsonPath.text(variable, "name")));
        }
      }
      admins.add(adminProcess(job, jobSpec, container, app));
    }
    return admins;
  }

  private Map<String, Object> adminProcess(
      Document job, Map<String, Object> jobSpec, Object container, String app) {
    Map<String, Object> admin = new LinkedHashMap<>();
    String name = job.name();
    admin.put("name", name.startsWith(app + "-") ? name.substring(app.length() + 1) : name);
    for (String words : List.of("command", "args")) {
      if (!JsonPath.list(container, words).isEmpty()) {
        admin.put(words, JsonPath.list(container, words));
      }
    }
    if (admin.size() == 1) {
      left.add(job.title() + ": runs the entry point of the image; say which command that is");
      admin.put("command", List.of("TODO"));
    }
    Map<String, Object> spec = JsonPath.map(job.content(), "spec");
    for (String field : List.of("schedule", "timeZone")) {
      if (spec.get(field) != null) {
        admin.put(field, spec.get(field));
      }
    }
    if (jobSpec.get("activeDeadlineSeconds") != null) {
      admin.put("timeoutSeconds", jobSpec.get("activeDeadlineSeconds"));
    }
    return admin;
  }
}
