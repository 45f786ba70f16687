package io.twelvefactor.operator.surround;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.LoadBalancers;
import io.twelvefactor.operator.release.Hold;
import io.twelvefactor.operator.release.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Pods get a readiness gate of the AWS Load Balancer Controller only where their load balancer is
 * there before them. So the first Deployment of a process waits for the address of its Ingress; but
 * not for ever, since a controller that is not installed will never give it one.
 *
 * @see <a
 *     href="https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/">pod
 *     readiness gates</a>
 */
public final class FirstAddress {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private FirstAddress() {}

  /** The plan, held back where a Deployment is to wait. */
  public static Plan awaited(TwelveFactorApp app, Plan plan, Facts facts) {
    if (!facts.place().injectsGates() || plan.hold().isPresent() || plan.target().isEmpty()) {
      return plan;
    }
    List<ProcessType> waiting =
        LoadBalancers.processes(app.getSpec())
            .filter(process -> plan.target().get().inputs().process(process.name()).isPresent())
            .filter(process -> waits(app, process, facts))
            .toList();
    return waiting.isEmpty()
        ? plan
        : plan.awaiting(hold(app, waiting.get(0), end(app, waiting.get(0), facts)));
  }

  private static boolean waits(TwelveFactorApp app, ProcessType process, Facts facts) {
    String name = Names.of(app.getMetadata().getName(), process.name());
    return facts.children().find(Deployment.class, name).isEmpty()
        && LoadBalancers.address(facts, name).isEmpty()
        && facts.now().isBefore(end(app, process, facts));
  }

  private static Instant end(TwelveFactorApp app, ProcessType process, Facts facts) {
    return facts
        .children()
        .find(Ingress.class, Names.of(app.getMetadata().getName(), process.name()))
        .map(ingress -> ingress.getMetadata().getCreationTimestamp())
        .map(Instant::parse)
        .orElse(facts.now())
        .plus(LONGEST);
  }

  private static Hold hold(TwelveFactorApp app, ProcessType process, Instant end) {
    return Hold.until(
        end,
        Hold.AWAITING_ADDRESS,
        "Ingress %s has no address yet; its first pods wait for it until %s, so that they get a readiness gate (label pod-readiness-gate-inject of the namespace)"
            .formatted(Names.of(app.getMetadata().getName(), process.name()), end));
  }

  /** Whether an object waits: a Deployment that is not there, while the plan awaits an address. */
  static boolean holdsBack(Plan plan, TwelveFactorApp app, Facts facts, String kind, String name) {
    return plan.hold().filter(hold -> hold.reason().equals(Hold.AWAITING_ADDRESS)).isPresent()
        && kind.equals("Deployment")
        && LoadBalancers.processes(app.getSpec())
            .filter(process -> waits(app, process, facts))
            .anyMatch(
                process -> name.equals(Names.of(app.getMetadata().getName(), process.name())));
  }
}
