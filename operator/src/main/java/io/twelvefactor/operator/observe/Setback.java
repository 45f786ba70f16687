package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Objects;
import java.util.Optional;

/**
 * What happened to a pod last that nobody asked for.
 *
 * @param what {@code restarted} or {@code evicted}
 * @param at when (RFC 3339)
 * @param why in the kubelet's words
 */
public record Setback(String what, String at, String why) {
  private static final int LONGEST = 200;

  /** Of a pod that is evicted there is a corpse; of a container that was restarted its last end. */
  static Optional<Setback> of(Pod pod, Optional<ContainerStatus> container) {
    return isEvicted(pod) ? eviction(pod) : container.flatMap(Setback::restart);
  }

  /** Whether the node threw it out; by the API's eviction a pod is merely deleted. */
  static boolean isEvicted(Pod pod) {
    return "Failed".equals(pod.getStatus().getPhase())
        && PodFact.EVICTED.equals(pod.getStatus().getReason());
  }

  private static Optional<Setback> eviction(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals("Ready"))
        .map(PodCondition::getLastTransitionTime)
        .filter(Objects::nonNull)
        .findFirst()
        .map(at -> new Setback("evicted", at, why(pod.getStatus().getMessage())));
  }

  static Optional<Setback> restart(ContainerStatus container) {
    return Optional.ofNullable(container.getLastState())
        .map(ContainerState::getTerminated)
        .filter(end -> end.getFinishedAt() != null)
        .map(end -> new Setback("restarted", end.getFinishedAt(), why(end)));
  }

  private static String why(ContainerStateTerminated end) {
    return "%s, exit code %d".formatted(end.getReason(), end.getExitCode());
  }

  private static String why(String message) {
    String told = message == null ? PodFact.EVICTED : message.strip();
    return told.length() <= LONGEST ? told : told.substring(0, LONGEST - 1) + "…";
  }

  /** As evidence: what, when and why. */
  @Override
  public String toString() {
    return "%s %s (%s)".formatted(what, at, why);
  }
}
