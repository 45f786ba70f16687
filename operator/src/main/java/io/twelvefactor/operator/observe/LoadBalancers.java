package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The load balancers of AWS in front of an app, as their Ingresses tell. */
public final class LoadBalancers {
  private LoadBalancers() {}

  /** The process types that one leads to. */
  public static Stream<ProcessType> processes(TwelveFactorAppSpec spec) {
    return spec.processes().stream()
        .filter(process -> process.expose() != null && process.expose().byAlb());
  }

  /** The address that an Ingress was given, if it was. */
  public static Optional<String> address(Facts facts, String ingress) {
    return facts.children().find(Ingress.class, ingress).flatMap(LoadBalancers::address);
  }

  private static Optional<String> address(Ingress ingress) {
    if (ingress.getStatus() == null || ingress.getStatus().getLoadBalancer() == null) {
      return Optional.empty();
    }
    return ingress.getStatus().getLoadBalancer().getIngress().stream()
        .map(entry -> entry.getHostname() == null ? entry.getIp() : entry.getHostname())
        .filter(Objects::nonNull)
        .findFirst();
  }
}
