package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.twelvefactor.api.v1alpha1.Scheduling;

/** Puts the choice of nodes into a pod. */
final class NodeChoice {
  private NodeChoice() {}

  static void shape(PodSpecBuilder pod, Scheduling scheduling) {
    if (!scheduling.nodeSelector().isEmpty()) {
      pod.withNodeSelector(scheduling.nodeSelector());
    }
    pod.withPriorityClassName(scheduling.priorityClassName());
    pod.withTolerations(
        scheduling.tolerations().stream()
            .map(
                t ->
                    new Toleration(
                        t.effect(), t.key(), t.operator(), t.tolerationSeconds(), t.value()))
            .toList());
  }
}
