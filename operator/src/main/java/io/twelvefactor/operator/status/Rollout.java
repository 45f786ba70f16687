package io.twelvefactor.operator.status;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Release;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far the target is.
 *
 * @param state whether it is there
 * @param message which of its processes are not, and why
 */
public record Rollout(State state, String message) {
  /** Whether the target is there. */
  public enum State {
    COMPLETE,
    PROGRESSING,
    FAILED
  }

  /** How far the plan's target is, by what was seen of its Deployments and pods. */
  public static Rollout of(Plan plan, Facts facts) {
    if (plan.target().isEmpty()) {
      return new Rollout(State.PROGRESSING, "there is no release yet");
    }
    Release target = plan.target().get();
    List<String> waiting = new ArrayList<>();
    boolean failed = false;
    for (PodInputs process : target.inputs().processes()) {
      String name = Names.of(target.inputs().app(), process.name());
      Optional<Deployment> deployment = facts.children().find(Deployment.class, name);
      if (deployment.isEmpty() || !isOf(deployment.get(), target)) {
        waiting.add("Deployment/%s is not yet at release %d".formatted(name, target.number()));
      } else if (!isComplete(deployment.get())) {
        boolean overdue = exceededDeadline(deployment.get(), target.createdAt());
        waiting.add(describe(deployment.get(), process, target, facts, overdue));
        failed |= overdue;
      }
    }
    if (waiting.isEmpty()) {
      return new Rollout(State.COMPLETE, "");
    }
    return new Rollout(failed ? State.FAILED : State.PROGRESSING, String.join("; ", waiting));
  }

  private static boolean isOf(Deployment deployment, Release release) {
    return String.valueOf(release.number())
        .equals(deployment.getSpec().getTemplate().getMetadata().getLabels().get(Labels.RELEASE));
  }

  /**
   * Whether every replica is of this template and has been ready for minReadySeconds; a restart
   * takes readiness away, so none has restarted since.
   */
  private static boolean isComplete(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    int desired = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
    return status != null
        && number(status.getObservedGeneration()) >= deployment.getMetadata().getGeneration()
        && count(status.getUpdatedReplicas()) >= desired
        && count(status.getAvailableReplicas()) >= desired
        && count(status.getReplicas()) == count(status.getUpdatedReplicas());
  }

  /**
   * Of this release: a new template takes over the condition of the one before it, and keeps it
   * until there is a ReplicaSet of its own.
   */
  private static boolean exceededDeadline(Deployment deployment, Instant release) {
    return deployment.getStatus() != null
        && number(deployment.getStatus().getObservedGeneration())
            >= deployment.getMetadata().getGeneration()
        && deployment.getStatus().getConditions().stream()
            .anyMatch(
                c ->
                    c.getType().equals("Progressing")
                        && c.getStatus().equals("False")
                        && "ProgressDeadlineExceeded".equals(c.getReason())
                        && !isBefore(c.getLastUpdateTime(), release));
  }

  private static boolean isBefore(String time, Instant release) {
    return time != null && Instant.parse(time).isBefore(release.truncatedTo(ChronoUnit.SECONDS));
  }

  private static String describe(
      Deployment deployment, PodInputs process, Release target, Facts facts, boolean overdue) {
    DeploymentStatus status = deployment.getStatus();
    List<PodFact> pods =
        facts.pods().stream()
            .filter(pod -> pod.process().equals(process.name()))
            .filter(pod -> pod.release() == target.number())
            .toList();
    String trouble =
        pods.stream()
            .map(PodFact::trouble)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining(", "));
    if (trouble.isEmpty()) {
      trouble = cannotBeMade(deployment);
    }
    if (trouble.isEmpty() && overdue && pods.stream().anyMatch(Rollout::runsUnready)) {
      trouble = "running, but its readiness check does not pass";
    }
    return "Deployment/%s has %d of %d replicas available%s"
        .formatted(
            deployment.getMetadata().getName(),
            status == null ? 0 : count(status.getAvailableReplicas()),
            Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1),
            trouble.isEmpty() ? "" : " (" + trouble + ")");
  }

  /** A container that has an image id was started. */
  private static boolean runsUnready(PodFact pod) {
    return pod.imageId() != null && !pod.ready() && !pod.terminating();
  }

  /** Why no pod can be made at all: a quota, PodSecurity, a missing ServiceAccount. */
  private static String cannotBeMade(Deployment deployment) {
    return deployment.getStatus() == null
        ? ""
        : deployment.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals("ReplicaFailure") && c.getStatus().equals("True"))
            .map(DeploymentCondition::getMessage)
            .findFirst()
            .orElse("");
  }

  private static int count(Integer replicas) {
    return replicas == null ? 0 : replicas;
  }

  private static long number(Long generation) {
    return generation == null ? 0 : generation;
  }
}
