package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.twelvefactor.operator.names.Names;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the log sidecar of one pod fares.
 *
 * @param running whether it runs
 * @param trouble why it does not, such as CrashLoopBackOff, or null
 * @param setback when and why it was restarted last, or null
 */
public record SidecarFact(boolean running, String trouble, Setback setback) {

  /** The fact of a pod, if it has such a sidecar and the kubelet has said how it fares. */
  static Optional<SidecarFact> of(Pod pod) {
    return Objects.requireNonNullElse(
            pod.getStatus().getInitContainerStatuses(), List.<ContainerStatus>of())
        .stream()
        .filter(status -> status.getName().equals(Names.LOG_SIDECAR))
        .findFirst()
        .map(
            status ->
                new SidecarFact(
                    status.getState() != null && status.getState().getRunning() != null,
                    Trouble.of(status),
                    Setback.restart(status).orElse(null)));
  }
}
