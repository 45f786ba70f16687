package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.twelvefactor.api.v1alpha1.AdminRun;
import java.util.Objects;

/**
 * Whether a change of an object can matter to its app. Most of what a rollout stirs up does not: a
 * pod's address, the counters of a budget, the last reading of an autoscaler.
 */
final class Relevance {
  private Relevance() {}

  static <T extends HasMetadata> boolean matters(T before, T after) {
    if (after instanceof Pod pod && before instanceof Pod old) {
      return !PodFact.of(old).equals(PodFact.of(pod))
          || !CommandPod.of(old).equals(CommandPod.of(pod));
    }
    if (after instanceof AdminRun run && before instanceof AdminRun old) {
      return !RunFact.of(old).equals(RunFact.of(run));
    }
    if (after instanceof HorizontalPodAutoscaler scaler
        && before instanceof HorizontalPodAutoscaler old) {
      // Its generation tells nothing: it has had none (kubernetes#138228).
      return !Objects.equals(old.getSpec(), scaler.getSpec())
          || declaredOtherwise(old.getMetadata(), scaler.getMetadata());
    }
    if (after instanceof PodDisruptionBudget) {
      return declaredOtherwise(before.getMetadata(), after.getMetadata());
    }
    return true;
  }

  /** Generation moves with the spec; the rest of what is declared has no counter of its own. */
  private static boolean declaredOtherwise(ObjectMeta before, ObjectMeta after) {
    return !Objects.equals(before.getGeneration(), after.getGeneration())
        || !Objects.equals(before.getLabels(), after.getLabels())
        || !Objects.equals(before.getAnnotations(), after.getAnnotations())
        || !Objects.equals(before.getOwnerReferences(), after.getOwnerReferences())
        || !Objects.equals(before.getDeletionTimestamp(), after.getDeletionTimestamp());
  }
}
