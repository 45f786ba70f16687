package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.rules.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An app made of the Deployments of one image and of what belongs to them.
 *
 * @param app the TwelveFactorApp
 * @param left what could not be carried over, and why
 */
record Adoption(Map<String, Object> app, List<String> left) {
  /** What the operator makes by itself. */
  private static final Set<String> MADE = Set.of("PodDisruptionBudget", "ServiceAccount");

  /** One app for each image that Deployments run. */
  static List<Adoption> of(List<Document> documents) {
    Map<String, List<Document>> byImage = new LinkedHashMap<>();
    documents.stream()
        .filter(document -> document.kind().equals("Deployment"))
        .forEach(
            deployment ->
                byImage
                    .computeIfAbsent(imageOf(deployment), i -> new ArrayList<>())
                    .add(deployment));
    List<Adoption> adoptions = new ArrayList<>();
    byImage.forEach(
        (image, deployments) ->
            adoptions.add(of(image, deployments, documents, adoptions.isEmpty())));
    return adoptions;
  }

  private static String imageOf(Document deployment) {
    return JsonPath.list(
            JsonPath.map(deployment.content(), "spec", "template", "spec"), "containers")
        .stream()
        .findFirst()
        .map(container -> JsonPath.text(container, "image"))
        .orElse("");
  }

  private static Adoption of(
      String image, List<Document> deployments, List<Document> all, boolean first) {
    List<String> left = new ArrayList<>();
    AdoptedConfig config = new AdoptedConfig();
    AdoptedNeighbours neighbours = new AdoptedNeighbours(all, left);
    String name = deployments.get(0).name();
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("image", image);
    AdoptedPod pod = new AdoptedPod(deployments.get(0), spec, left);
    pod.carry();
    List<Object> processes = new ArrayList<>();
    for (Document deployment : deployments) {
      processes.add(
          new AdoptedProcess(
                  deployment,
                  processName(deployment, name, deployments.size()),
                  config,
                  neighbours,
                  left)
              .process());
    }
    List<Object> admins = neighbours.adminProcesses(image, name, config);
    config.into(spec);
    spec.put("processes", processes);
    if (!admins.isEmpty()) {
      spec.put("adminProcesses", admins);
    }
    pod.patch();
    if (first) {
      others(all, left);
    }
    return new Adoption(
        object(name, deployments.get(0).namespace(), spec), new ArrayList<>(new TreeSet<>(left)));
  }

  /** Of several Deployments of an app the common beginning of their names goes. */
  private static String processName(Document deployment, String app, int deployments) {
    String own = deployment.name();
    if (deployments == 1 || own.equals(app)) {
      boolean serves =
          JsonPath.list(
                  JsonPath.map(deployment.content(), "spec", "template", "spec"), "containers")
              .stream()
              .anyMatch(container -> !JsonPath.list(container, "ports").isEmpty());
      return serves ? "web" : "worker";
    }
    String base = app.replaceFirst("-(web|app|server|api)$", "");
    return own.startsWith(base + "-") ? own.substring(base.length() + 1) : own;
  }

  private static Map<String, Object> object(
      String name, String namespace, Map<String, Object> spec) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    Map<String, Object> app = new LinkedHashMap<>();
    app.put("apiVersion", "twelvefactor.io/v1alpha1");
    app.put("kind", "TwelveFactorApp");
    app.put("metadata", metadata);
    app.put("spec", spec);
    return app;
  }

  private static void others(List<Document> all, List<String> left) {
    Set<String> carried =
        Set.of("Deployment", "Service", "HorizontalPodAutoscaler", "Ingress", "CronJob");
    all.stream()
        .filter(document -> !carried.contains(document.kind()))
        .forEach(
            document ->
                left.add(
                    MADE.contains(document.kind())
                        ? document.title() + ": the operator makes its own"
                        : document.title() + ": no part of the app; it stays as it is"));
  }
}
