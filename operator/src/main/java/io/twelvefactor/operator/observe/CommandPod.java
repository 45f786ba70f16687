package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.twelvefactor.operator.names.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a pass needs to know of the pod of a release command.
 *
 * @param release number of the release
 * @param started whether the command has ever been started
 * @param trouble why it does not start, or how it failed; or null
 */
public record CommandPod(int release, boolean started, String trouble) {

  /** The fact of a pod, if it is one of a release command. */
  public static Optional<CommandPod> of(Pod pod) {
    Map<String, String> labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    String container = labels.get(Labels.RELEASE_COMMAND);
    if (container == null || pod.getStatus() == null) {
      return Optional.empty();
    }
    Optional<ContainerStatus> status =
        Objects.requireNonNullElse(
                pod.getStatus().getContainerStatuses(), List.<ContainerStatus>of())
            .stream()
            .filter(s -> s.getName().equals(container))
            .findFirst();
    return Optional.of(
        new CommandPod(
            Labels.releaseOf(pod),
            status.filter(CommandPod::hasStarted).isPresent(),
            status.filter(s -> !hasSucceeded(s)).map(Trouble::of).orElse(null)));
  }

  private static boolean hasStarted(ContainerStatus status) {
    ContainerState state = status.getState();
    return state != null && (state.getRunning() != null || state.getTerminated() != null);
  }

  private static boolean hasSucceeded(ContainerStatus status) {
    ContainerState state = status.getState();
    return state != null
        && state.getTerminated() != null
        && Integer.valueOf(0).equals(state.getTerminated().getExitCode());
  }
}
