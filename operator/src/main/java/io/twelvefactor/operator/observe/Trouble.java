package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;

/** Why a container does not run, in the kubelet's words: its reason and exit code, never output. */
final class Trouble {
  static final String OUT_OF_MEMORY = "OOMKilled";

  private Trouble() {}

  /** The trouble a container is in; null where there is none. */
  static String of(ContainerStatus status) {
    ContainerState state = status.getState();
    if (state != null && state.getTerminated() != null) {
      return "exited with " + exit(state.getTerminated());
    }
    if (state == null || state.getWaiting() == null || state.getWaiting().getReason() == null) {
      return null;
    }
    String reason = state.getWaiting().getReason();
    if (reason.equals("ContainerCreating") || reason.equals("PodInitializing")) {
      return null;
    }
    ContainerState last = status.getLastState();
    return last != null && last.getTerminated() != null
        ? reason + ", last exit code " + exit(last.getTerminated())
        : reason;
  }

  private static String exit(ContainerStateTerminated terminated) {
    return OUT_OF_MEMORY.equals(terminated.getReason())
        ? "%d (%s)".formatted(terminated.getExitCode(), OUT_OF_MEMORY)
        : String.valueOf(terminated.getExitCode());
  }
}
