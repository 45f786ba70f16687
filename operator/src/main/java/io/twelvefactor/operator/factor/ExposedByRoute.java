package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.twelvefactor.api.v1alpha1.Exposure;
import io.twelvefactor.api.v1alpha1.ExposureGateway;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.HttpRoutes;
import io.twelvefactor.operator.release.PodInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The HTTPRoute of a process. What the API server would fill in is written out, since its lists are
 * owned as a whole: else each pass would see another list than its own.
 *
 * @see <a href="https://gateway-api.sigs.k8s.io/reference/spec/#httproute">HTTPRoute</a>
 */
final class ExposedByRoute {
  private ExposedByRoute() {}

  static GenericKubernetesResource route(Setting setting, PodInputs inputs, Exposure expose) {
    String name = Names.of(setting.name(), inputs.name());
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("parentRefs", List.of(parent(expose.gateway())));
    if (!expose.hosts().isEmpty()) {
      spec.put("hostnames", expose.hosts());
    }
    spec.put(
        "rules",
        List.of(
            Map.of(
                "matches",
                (expose.paths().isEmpty() ? List.of("/") : expose.paths())
                    .stream()
                        .map(path -> Map.of("path", Map.of("type", "PathPrefix", "value", path)))
                        .toList(),
                "backendRefs",
                List.of(backend(name, inputs.servicePort())))));
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(HttpRoutes.API_VERSION)
        .withKind(HttpRoutes.KIND)
        .withNewMetadata()
        .withName(name)
        .withLabels(Labels.ofProcess(setting.name(), inputs.name()))
        .withAnnotations(expose.annotations().isEmpty() ? null : expose.annotations())
        .endMetadata()
        .addToAdditionalProperties("spec", spec)
        .build();
  }

  private static Map<String, Object> parent(ExposureGateway gateway) {
    Map<String, Object> parent = new LinkedHashMap<>();
    parent.put("group", "gateway.networking.k8s.io");
    parent.put("kind", "Gateway");
    parent.put("name", gateway.name());
    if (gateway.namespace() != null) {
      parent.put("namespace", gateway.namespace());
    }
    if (gateway.sectionName() != null) {
      parent.put("sectionName", gateway.sectionName());
    }
    return parent;
  }

  private static Map<String, Object> backend(String service, int port) {
    Map<String, Object> backend = new LinkedHashMap<>();
    backend.put("group", "");
    backend.put("kind", "Service");
    backend.put("name", service);
    backend.put("port", port);
    backend.put("weight", 1);
    return backend;
  }
}
