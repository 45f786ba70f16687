package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressRuleValueBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import io.twelvefactor.api.v1alpha1.Exposure;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.release.PodInputs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The Ingress of a process: follows the spec at once, and leads to the port its Service has now.
 */
final class ExposedByIngress {
  private ExposedByIngress() {}

  static Ingress ingress(Setting setting, PodInputs inputs, Exposure expose) {
    String name = Names.of(setting.name(), inputs.name());
    List<HTTPIngressPath> paths =
        (expose.paths().isEmpty() ? List.of("/") : expose.paths())
            .stream().map(path -> path(name, inputs.spoken().name(), path)).toList();
    var rules =
        (expose.hosts().isEmpty() ? Stream.of((String) null) : expose.hosts().stream())
            .map(
                host ->
                    new IngressRuleBuilder()
                        .withHost(host)
                        .withHttp(new HTTPIngressRuleValueBuilder().withPaths(paths).build())
                        .build())
            .toList();
    Map<String, String> annotations = annotations(setting, inputs, expose);
    var ingress =
        new IngressBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(Labels.ofProcess(setting.name(), inputs.name()))
            .withAnnotations(annotations.isEmpty() ? null : annotations)
            .endMetadata()
            .withNewSpec()
            .withIngressClassName(expose.alb() == null ? expose.className() : Exposure.ALB)
            .withRules(rules);
    if (expose.tls() != null) {
      ingress
          .addNewTl()
          .withHosts(expose.hosts())
          .withSecretName(expose.tls().secretName())
          .endTl();
    }
    return ingress.endSpec().build();
  }

  /** The app's own win. */
  private static Map<String, String> annotations(
      Setting setting, PodInputs inputs, Exposure expose) {
    if (!expose.byAlb()) {
      return expose.annotations();
    }
    Map<String, String> annotations =
        new TreeMap<>(LoadBalancer.annotations(setting, inputs, expose));
    annotations.putAll(expose.annotations());
    return annotations;
  }

  private static HTTPIngressPath path(String service, String port, String path) {
    return new HTTPIngressPathBuilder()
        .withPath(path)
        .withPathType("Prefix")
        .withNewBackend()
        .withNewService()
        .withName(service)
        .withNewPort()
        .withName(port)
        .endPort()
        .endService()
        .endBackend()
        .build();
  }
}
