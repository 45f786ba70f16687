package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.twelvefactor.operator.names.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a pass needs to know of one pod of a process type.
 *
 * @param name of the pod
 * @param process its process type
 * @param release number of the release it was made from
 * @param ready whether it is Ready
 * @param terminating whether it is being deleted
 * @param restarts of the app's own container
 * @param imageId what the container runtime says it runs, or null
 * @param trouble why it does not run, such as CrashLoopBackOff, or null
 * @param setback what happened to it last that nobody asked for, or null
 * @param logSidecar how its log sidecar fares; null where it has none, or nothing is told of it
 * @param terms on which terms it was let into the cluster
 */
public record PodFact(
    String name,
    String process,
    int release,
    boolean ready,
    boolean terminating,
    int restarts,
    String imageId,
    String trouble,
    Setback setback,
    SidecarFact logSidecar,
    PodTerms terms) {
  /** The trouble of a pod that its node threw out; another one takes its place. */
  public static final String EVICTED = "Evicted";

  /** The fact of a pod, if it is one of a process type. */
  public static Optional<PodFact> of(Pod pod) {
    Map<String, String> labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    String process = labels.get(Labels.PROCESS);
    String release = labels.get(Labels.RELEASE);
    if (process == null || release == null || pod.getStatus() == null) {
      return Optional.empty();
    }
    Optional<ContainerStatus> container = container(pod, process);
    return Optional.of(
        new PodFact(
            pod.getMetadata().getName(),
            process,
            Labels.releaseOf(pod),
            isReady(pod),
            pod.getMetadata().getDeletionTimestamp() != null,
            container.map(ContainerStatus::getRestartCount).orElse(0),
            container.map(ContainerStatus::getImageID).filter(id -> !id.isEmpty()).orElse(null),
            Setback.isEvicted(pod) ? EVICTED : container.map(Trouble::of).orElse(null),
            Setback.of(pod, container).orElse(null),
            SidecarFact.of(pod).orElse(null),
            PodTerms.of(pod)));
  }

  /** Containers that others injected (a mesh's sidecar) are not the app's: go by name. */
  static Optional<ContainerStatus> container(Pod pod, String process) {
    return Objects.requireNonNullElse(
            pod.getStatus().getContainerStatuses(), List.<ContainerStatus>of())
        .stream()
        .filter(status -> status.getName().equals(process))
        .findFirst();
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }
}
