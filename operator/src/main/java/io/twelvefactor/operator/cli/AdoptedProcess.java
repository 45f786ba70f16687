package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.rules.Finding;
import io.twelvefactor.operator.rules.JsonPath;
import io.twelvefactor.operator.rules.NamespaceTerms;
import io.twelvefactor.operator.rules.RuleBook;
import io.twelvefactor.operator.rules.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A process type made of a Deployment. */
final class AdoptedProcess {
  private static final int SLACK_SECONDS = 5;
  private static final long DEFAULT_GRACE = 30;

  /** What the rules say of these the process itself tells elsewhere, or puts right. */
  private static final Set<String> PUT_RIGHT =
      Set.of(
          "disposability/grace",
          "config/secret-literal",
          "config/aws-keys",
          "config/reserved-name",
          "backing-services/loopback",
          "logs/file");

  private final Document deployment;
  private final Map<String, Object> spec;
  private final Map<String, Object> pod;
  private final Object container;
  private final String at;
  private final AdoptedConfig config;
  private final AdoptedNeighbours neighbours;
  private final List<String> left;
  private final Map<String, Object> process = new LinkedHashMap<>();

  AdoptedProcess(
      Document deployment,
      String name,
      AdoptedConfig config,
      AdoptedNeighbours neighbours,
      List<String> left) {
    this.deployment = deployment;
    this.spec = JsonPath.map(deployment.content(), "spec");
    this.pod = JsonPath.map(spec, "template", "spec");
    this.container = JsonPath.list(pod, "containers").stream().findFirst().orElse(Map.of());
    this.at =
        "%s: spec.template.spec.containers[%s]"
            .formatted(deployment.title(), JsonPath.text(container, "name"));
    this.config = config;
    this.neighbours = neighbours;
    this.left = left;
    process.put("name", name);
  }

  Map<String, Object> process() {
    config.add(at, container, left);
    for (String words : List.of("command", "args")) {
      if (!JsonPath.list(container, words).isEmpty()) {
        process.put(words, JsonPath.list(container, words));
      }
    }
    Integer port = neighbours.port(deployment, container);
    if (port != null) {
      process.put("port", port);
    }
    scale();
    if (!JsonPath.map(container, "resources").isEmpty()) {
      process.put("resources", JsonPath.map(container, "resources"));
    }
    Map<String, Object> health = new AdoptedHealth(container, port).health();
    if (!health.isEmpty()) {
      process.put("health", health);
    }
    shutdown();
    neighbours.expose(deployment).ifPresent(expose -> process.put("expose", expose));
    volumes();
    user();
    scheduling();
    broken();
    return process;
  }

  private void scale() {
    Map<String, Object> autoscaling = neighbours.autoscaling(deployment);
    boolean recreated = JsonPath.text(JsonPath.map(spec, "strategy"), "type").equals("Recreate");
    if (!autoscaling.isEmpty()) {
      process.put("autoscaling", autoscaling);
    } else if (recreated) {
      process.put("singleton", true);
    } else {
      process.put("replicas", spec.getOrDefault("replicas", 1));
    }
  }

  /** The grace period has room for the wait before SIGTERM, for draining, and a little slack. */
  private void shutdown() {
    long grace =
        pod.get("terminationGracePeriodSeconds") instanceof Number seconds
            ? seconds.longValue()
            : DEFAULT_GRACE;
    Map<String, Object> preStop = JsonPath.map(container, "lifecycle", "preStop");
    long wait =
        JsonPath.map(preStop, "sleep").get("seconds") instanceof Number seconds
            ? seconds.longValue()
            : 0;
    String command =
        String.join(
            " ",
            JsonPath.list(JsonPath.map(preStop, "exec"), "command").stream()
                .map(String::valueOf)
                .toList());
    if (command.matches("(.*\\s)?sleep \\d{1,4}")) {
      wait = Long.parseLong(command.replaceAll(".*\\s", ""));
    } else if (!command.isEmpty()) {
      left.add(at + ".lifecycle.preStop: a command; let the app stop by itself on SIGTERM");
    }
    Map<String, Object> shutdown = new LinkedHashMap<>();
    if (grace != DEFAULT_GRACE) {
      long drain = Math.max(1, grace - wait - SLACK_SECONDS);
      shutdown.put("drainSeconds", drain);
      if (drain == 1) {
        left.add(
            "%s: spec.template.spec.terminationGracePeriodSeconds %d leaves no time to stop; set shutdown.drainSeconds to what it takes"
                .formatted(deployment.title(), grace));
      }
    }
    if (wait > 0) {
      shutdown.put("preStopSeconds", wait);
    }
    if (!shutdown.isEmpty()) {
      process.put("shutdown", shutdown);
    }
  }

  private void volumes() {
    List<Object> scratch = new ArrayList<>();
    for (Object mount : JsonPath.list(container, "volumeMounts")) {
      String path = JsonPath.text(mount, "mountPath");
      Object volume =
          JsonPath.list(pod, "volumes").stream()
              .filter(v -> JsonPath.text(v, "name").equals(JsonPath.text(mount, "name")))
              .findFirst()
              .orElse(Map.of());
      Map<String, Object> map = JsonPath.map(volume);
      if (map.containsKey("emptyDir")) {
        // A directory for logs is left behind, in the words of its rule.
        if (!path.equals("/tmp") && !path.matches("/var/log(/.*)?|.*/logs?")) {
          Map<String, Object> directory = new LinkedHashMap<>();
          directory.put("path", path);
          if (JsonPath.map(volume, "emptyDir").containsKey("sizeLimit")) {
            directory.put("sizeLimit", JsonPath.map(volume, "emptyDir").get("sizeLimit"));
          }
          scratch.add(directory);
        }
      } else if (map.containsKey("configMap")) {
        config.source(
            "configMapRef", JsonPath.text(JsonPath.map(volume, "configMap"), "name"), path);
      } else if (map.containsKey("secret")) {
        config.source(
            "secretRef", JsonPath.text(JsonPath.map(volume, "secret"), "secretName"), path);
      } else if (!map.containsKey("hostPath") && !map.containsKey("persistentVolumeClaim")) {
        left.add("%s.volumeMounts[%s]: a volume of this kind is not carried".formatted(at, path));
      }
      if (!JsonPath.text(mount, "subPath").isEmpty()) {
        left.add("%s.volumeMounts[%s].subPath: whole directories only".formatted(at, path));
      }
    }
    if (!scratch.isEmpty()) {
      process.put("scratch", scratch);
    }
  }

  private void user() {
    for (Map<String, Object> context :
        List.of(JsonPath.map(container, "securityContext"), JsonPath.map(pod, "securityContext"))) {
      if (context.get("runAsUser") instanceof Number user && user.longValue() > 0) {
        process.putIfAbsent("runAsUser", user);
      }
    }
  }

  private void scheduling() {
    Map<String, Object> scheduling = new LinkedHashMap<>();
    for (String field : List.of("nodeSelector", "tolerations", "priorityClassName")) {
      if (pod.get(field) != null) {
        scheduling.put(field, pod.get(field));
      }
    }
    if (!scheduling.isEmpty()) {
      process.put("scheduling", scheduling);
    }
  }

  /** What the app would not be allowed to do is left behind, and told in the words of the rules. */
  private void broken() {
    Workload.of(deployment.content())
        .map(workload -> workload.broken(RuleBook.shipped(), NamespaceTerms.silent()))
        .orElse(List.of())
        .stream()
        .filter(finding -> !PUT_RIGHT.contains(finding.rule()))
        .map(Finding::message)
        .forEach(message -> left.add(deployment.title() + ": " + message));
  }
}
