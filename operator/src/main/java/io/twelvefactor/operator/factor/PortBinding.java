package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.twelvefactor.api.v1alpha1.Exposure;
import io.twelvefactor.api.v1alpha1.NetworkPeer;
import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.Protocol;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.release.Gap;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** VII. Export services via port binding: the process binds PORT, a Service leads to it. */
final class PortBinding implements Factor {
  /** One name for the port in every release, so that a Service survives a change of protocol. */
  static final String PORT_NAME = "app";

  @Override
  public int number() {
    return 7;
  }

  @Override
  public String name() {
    return "port-binding";
  }

  @Override
  public void shape(PodDraft draft, PodInputs pod, ReleaseInputs release) {
    if (pod.bindsPort()) {
      draft.env(new EnvVar("PORT", String.valueOf(pod.port()), null));
      draft
          .container()
          .addToPorts(
              new ContainerPortBuilder()
                  .withName(PORT_NAME)
                  .withContainerPort(pod.port())
                  .withProtocol("TCP")
                  .build());
    }
    if (pod.metrics() != null) {
      metrics(draft, pod);
    }
  }

  private static void metrics(PodDraft draft, PodInputs pod) {
    int port = pod.metrics().port();
    if (!Integer.valueOf(port).equals(pod.port())) {
      draft
          .container()
          .addToPorts(
              new ContainerPortBuilder()
                  .withName("metrics")
                  .withContainerPort(port)
                  .withProtocol("TCP")
                  .build());
    }
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("prometheus.io/scrape", "true");
    annotations.put("prometheus.io/port", String.valueOf(port));
    annotations.put(
        "prometheus.io/path", pod.metrics().path() == null ? "/metrics" : pod.metrics().path());
    draft.annotations(annotations);
  }

  @Override
  public List<HasMetadata> surround(Setting setting) {
    List<HasMetadata> objects = new ArrayList<>();
    for (Setting.InForce<ProcessType> process : setting.processes()) {
      Optional<PodInputs> bound = setting.bound(process);
      bound.ifPresent(inputs -> objects.add(service(setting, inputs)));
      process
          .declared()
          .map(ProcessType::expose)
          .flatMap(expose -> bound.flatMap(inputs -> entrance(setting, inputs, expose)))
          .ifPresent(objects::add);
    }
    if (setting.spec().networkPolicy() != null && !objects.isEmpty()) {
      objects.add(networkPolicy(setting));
    }
    return objects;
  }

  private static Service service(Setting setting, PodInputs inputs) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(Names.of(setting.name(), inputs.name()))
        .withLabels(Labels.ofProcess(setting.name(), inputs.name()))
        .endMetadata()
        .withNewSpec()
        .withSelector(Labels.selector(setting.name(), inputs.name()))
        .addNewPort()
        .withName(inputs.spoken().name())
        .withPort(inputs.servicePort())
        .withProtocol("TCP")
        .withTargetPort(new IntOrString(PORT_NAME))
        .withAppProtocol(appProtocol(inputs.spoken()))
        .endPort()
        .endSpec()
        .build();
  }

  /** See KEP-3726: standard application protocols. */
  private static String appProtocol(Protocol protocol) {
    return switch (protocol) {
      case http -> "http";
      case h2c -> "kubernetes.io/h2c";
      case grpc -> "grpc";
      case tcp -> null;
    };
  }

  private static Optional<HasMetadata> entrance(
      Setting setting, PodInputs inputs, Exposure expose) {
    if (!expose.byRoute()) {
      return Optional.of(ExposedByIngress.ingress(setting, inputs, expose));
    }
    // Where the kind is not served there is nothing to apply; the release waits and says so.
    return setting.facts().attached().routesUnseen() == null
        ? Optional.of(ExposedByRoute.route(setting, inputs, expose))
        : Optional.empty();
  }

  /** Ingress only: what an app calls is its own business. */
  private static NetworkPolicy networkPolicy(Setting setting) {
    List<NetworkPolicyPeer> peers = new ArrayList<>();
    peers.add(
        new NetworkPolicyPeerBuilder()
            .withNewPodSelector()
            .addToMatchLabels(Labels.APP, setting.name())
            .endPodSelector()
            .build());
    setting.spec().networkPolicy().allowFrom().forEach(peer -> peers.add(peer(peer)));
    return new NetworkPolicyBuilder()
        .withNewMetadata()
        .withName(setting.name())
        .withLabels(Labels.ofApp(setting.name()))
        .endMetadata()
        .withNewSpec()
        .withNewPodSelector()
        .addToMatchLabels(Labels.APP, setting.name())
        .addNewMatchExpression()
        .withKey(Labels.PROCESS)
        .withOperator("Exists")
        .endMatchExpression()
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .addNewIngress()
        .withFrom(peers)
        .endIngress()
        .endSpec()
        .build();
  }

  private static NetworkPolicyPeer peer(NetworkPeer peer) {
    var built = new NetworkPolicyPeerBuilder();
    if (peer.cidr() != null) {
      built.withNewIpBlock().withCidr(peer.cidr()).endIpBlock();
    }
    if (!peer.namespaceLabels().isEmpty()) {
      built
          .withNewNamespaceSelector()
          .withMatchLabels(peer.namespaceLabels())
          .endNamespaceSelector();
    }
    if (!peer.podLabels().isEmpty()) {
      built.withNewPodSelector().withMatchLabels(peer.podLabels()).endPodSelector();
    }
    return built.build();
  }

  @Override
  public Judgement judge(Evidence seen) {
    Optional<Gap> gap = seen.plan().hold().flatMap(hold -> hold.about(Gap.Subject.EXPOSURE));
    if (gap.isPresent()) {
      return Judgement.fail("port-binding/exposed", gap.get().message());
    }
    List<PodInputs> bound =
        seen.running().stream()
            .flatMap(release -> release.inputs().processes().stream())
            .filter(PodInputs::bindsPort)
            .toList();
    if (bound.isEmpty()) {
      return Judgement.notApplicable("no process binds a port");
    }
    TreeSet<String> ready =
        seen.pods().stream()
            .filter(PodFact::ready)
            .map(PodFact::process)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> waiting =
        bound.stream().map(PodInputs::name).filter(name -> !ready.contains(name)).toList();
    if (!waiting.isEmpty()) {
      return Judgement.unknown("no replica is ready behind the Service of: " + waiting);
    }
    return Judgement.pass(
        bound.stream()
            .map(p -> "%s on PORT %d, ready behind its Service".formatted(p.name(), p.port()))
            .collect(Collectors.joining("; ")));
  }
}
