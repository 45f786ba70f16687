package io.twelvefactor.operator.surround;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which objects are applied: first what others refer to. A Service and an Ingress come
 * before the Deployment, since load balancers inject readiness gates only into pods that are made
 * after them; an autoscaler comes after the Deployment it scales.
 */
public final class KindOrder {
  private static final List<String> KINDS =
      List.of(
          "ServiceAccount",
          "ConfigMap",
          "NetworkPolicy",
          "Service",
          "Ingress",
          "HTTPRoute",
          "PodDisruptionBudget",
          "Job",
          "CronJob",
          "Deployment",
          "HorizontalPodAutoscaler");

  public static final Comparator<HasMetadata> FOR_APPLY =
      Comparator.<HasMetadata>comparingInt(object -> KINDS.indexOf(object.getKind()))
          .thenComparing(object -> object.getMetadata().getName());

  private KindOrder() {}
}
