package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * On which terms a pod was let into the cluster; others' webhooks decide that, and it stays.
 *
 * @param onFargate whether it is to run on AWS Fargate
 * @param gated whether it is ready only once a load balancer of AWS says so
 */
public record PodTerms(boolean onFargate, boolean gated) {
  /** Those of a pod on a node, ready when its containers are. */
  public static final PodTerms ORDINARY = new PodTerms(false, false);

  /** EKS writes it on the pods that match a Fargate profile; the profiles are no objects. */
  private static final String FARGATE = "eks.amazonaws.com/fargate-profile";

  /** Of the AWS Load Balancer Controller, and of the one that EKS Auto Mode runs. */
  private static final Set<String> GATES =
      Set.of("target-health.elbv2.k8s.aws/", "target-health.eks.amazonaws.com/");

  static PodTerms of(Pod pod) {
    boolean gated =
        pod.getSpec() != null
            && pod.getSpec().getReadinessGates().stream()
                .anyMatch(gate -> isOfLoadBalancer(gate.getConditionType()));
    return new PodTerms(
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of())
            .containsKey(FARGATE),
        gated);
  }

  static boolean isOfLoadBalancer(String gate) {
    return gate != null && GATES.stream().anyMatch(gate::startsWith);
  }
}
