package io.twelvefactor.operator.status;

import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.LoadBalancers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the status says of the load balancers of AWS in front of an app. They are not the app's: an
 * app is Ready whether or not they are.
 */
final class LoadBalancerCondition {
  private LoadBalancerCondition() {}

  static void add(Conditions conditions, TwelveFactorApp app, Facts facts) {
    List<ProcessType> processes = LoadBalancers.processes(app.getSpec()).toList();
    if (processes.isEmpty()) {
      return;
    }
    List<String> missing = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (ProcessType process : processes) {
      String name = Names.of(app.getMetadata().getName(), process.name());
      Optional<String> address = LoadBalancers.address(facts, name);
      address.ifPresent(found -> addresses.add("%s at %s".formatted(process.name(), found)));
      if (address.isEmpty()) {
        missing.add("Ingress/" + name);
      }
    }
    String gates = gates(processes, facts);
    if (missing.isEmpty()) {
      conditions.set(
          Conditions.LOAD_BALANCER_READY,
          true,
          gates.isEmpty() ? "Addressed" : "AddressedWithoutGates",
          String.join(", ", addresses) + gates);
    } else {
      conditions.set(
          Conditions.LOAD_BALANCER_READY,
          false,
          "NoAddress",
          "no address yet: %s; `kubectl describe` tells what the AWS Load Balancer Controller says, if it is installed%s"
              .formatted(String.join(", ", missing), gates));
    }
  }

  /** Pods that were made before their load balancer never get a gate; the next ones do. */
  private static String gates(List<ProcessType> processes, Facts facts) {
    if (!facts.place().injectsGates()) {
      return "";
    }
    List<String> without =
        processes.stream()
            .map(ProcessType::name)
            .filter(
                process ->
                    facts.pods().stream()
                        .filter(pod -> !pod.terminating() && pod.process().equals(process))
                        .anyMatch(pod -> !pod.terms().gated()))
            .toList();
    return without.isEmpty()
        ? ""
        : "; replicas without a readiness gate, made before there was an address, in: %s (those of the next rollout have one)"
            .formatted(String.join(", ", without));
  }
}
