package io.twelvefactor.operator.factor;

import io.twelvefactor.api.v1alpha1.Exposure;
import io.twelvefactor.api.v1alpha1.ExposureAlb;
import io.twelvefactor.api.v1alpha1.HealthCheck;
import io.twelvefactor.api.v1alpha1.Protocol;
import io.twelvefactor.operator.release.PodInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an Ingress tells the AWS Load Balancer Controller, so that the load balancer knows of a
 * process what the cluster knows: where its pods are, when they are ready, how they stop.
 *
 * @see <a
 *     href="https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/">its
 *     annotations</a>
 */
final class LoadBalancer {
  private static final String PREFIX = "alb.ingress.kubernetes.io/";
  private static final ExposureAlb UNSAID = new ExposureAlb(null, null, null, null);

  /** The least specific paths come last; an order is from 1 to 1000. */
  private static final int LAST = 1000;

  private static final int LONGEST_DELAY = 3600;

  private final Map<String, String> annotations = new LinkedHashMap<>();

  private LoadBalancer() {}

  static Map<String, String> annotations(Setting setting, PodInputs inputs, Exposure expose) {
    LoadBalancer balancer = new LoadBalancer();
    // Pods themselves, not ports of nodes: a node that goes takes no request with it, and a
    // readiness gate is possible.
    balancer.set("target-type", "ip");
    balancer.backend(inputs);
    balancer.health(inputs);
    // Requests under way may take as long as the replica itself takes to stop.
    balancer.set(
        "target-group-attributes",
        "deregistration_delay.timeout_seconds="
            + Math.min(LONGEST_DELAY, Disposability.stopSeconds(inputs)));
    ExposureAlb alb = Objects.requireNonNullElse(expose.alb(), UNSAID);
    balancer.set(
        "scheme", Boolean.TRUE.equals(alb.internetFacing()) ? "internet-facing" : "internal");
    balancer.listeners(expose, alb);
    group(setting, expose, alb).ifPresent(group -> balancer.group(group, expose));
    return balancer.annotations;
  }

  private void set(String name, String value) {
    annotations.put(PREFIX + name, value);
  }

  private void backend(PodInputs inputs) {
    if (inputs.spoken() == Protocol.grpc) {
      set("backend-protocol-version", "GRPC");
    } else if (inputs.spoken() == Protocol.h2c) {
      set("backend-protocol-version", "HTTP2");
    }
  }

  private void health(PodInputs inputs) {
    HealthCheck readiness = inputs.health() == null ? null : inputs.health().readiness();
    if (inputs.spoken() == Protocol.grpc) {
      // A target group of gRPC is asked by gRPC, whatever the kubelet asks.
      if (readiness != null && Boolean.TRUE.equals(readiness.grpc())) {
        set("healthcheck-path", "/grpc.health.v1.Health/Check");
        set("success-codes", "0");
      }
    } else if (readiness != null && readiness.path() != null) {
      set("healthcheck-path", readiness.path());
      if (readiness.port() != null && !readiness.port().equals(inputs.port())) {
        set("healthcheck-port", String.valueOf(readiness.port()));
      }
      set("success-codes", "200-399"); // what the kubelet takes for success
    } else {
      // The app names no path to ask: whatever it answers on / shows that it is there.
      set("success-codes", "200-499");
    }
  }

  private void listeners(Exposure expose, ExposureAlb alb) {
    if (!alb.certificateArns().isEmpty()) {
      set("certificate-arn", String.join(",", alb.certificateArns()));
    }
    if (expose.overTls()) {
      boolean redirects = !Boolean.FALSE.equals(alb.sslRedirect());
      set("listen-ports", redirects ? "[{\"HTTP\": 80}, {\"HTTPS\": 443}]" : "[{\"HTTPS\": 443}]");
      if (redirects) {
        set("ssl-redirect", "443");
      }
    }
  }

  /** Without hosts an Ingress answers for all of them, also for those of others in its group. */
  private static Optional<String> group(Setting setting, Exposure expose, ExposureAlb alb) {
    return Optional.ofNullable(alb.group())
        .or(
            () ->
                Optional.ofNullable(setting.facts().place().albGroup())
                    .or(() -> Optional.ofNullable(setting.namespace()))
                    .filter(group -> !expose.hosts().isEmpty()));
  }

  private void group(String name, Exposure expose) {
    set("group.name", name);
    int shortest =
        (expose.paths().isEmpty() ? List.of("/") : expose.paths())
            .stream().mapToInt(String::length).min().orElse(1);
    set("group.order", String.valueOf(Math.max(1, LAST - shortest)));
  }
}
