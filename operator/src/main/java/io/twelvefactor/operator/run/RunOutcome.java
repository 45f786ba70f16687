package io.twelvefactor.operator.run;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.AdminRunStatus;
import io.twelvefactor.operator.status.Conditions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What is to be said of a run, by the rules of kstatus: Ready once it succeeded, Stalled once it
 * failed, Reconciling until then; beside it Complete or Failed, as a Job says it.
 */
final class RunOutcome {
  static final String COMPLETE = "Complete";
  static final String FAILED = "Failed";

  private final AdminRun run;
  private final AdminRunStatus before;
  private final Instant now;

  RunOutcome(AdminRun run, Instant now) {
    this.run = run;
    this.before =
        Optional.ofNullable(run.getStatus())
            .orElse(new AdminRunStatus(null, null, null, null, null, null, null));
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** It cannot start yet. */
  AdminRunStatus waiting(Start.Waiting why) {
    return status(reconciling(why.reason(), why.message()), null, null, null, null, null);
  }

  /** It could not start in time, and never will. */
  AdminRunStatus notStarted(Start.Waiting why) {
    return status(
        failed("NotStarted", "%s: %s".formatted(why.reason(), why.message())),
        null,
        null,
        null,
        now.toString(),
        null);
  }

  /** It has just been started. */
  AdminRunStatus started(Start.Started start) {
    return status(
        reconciling(
            "Starting", "Job/%s was made for release %d".formatted(start.job(), start.release())),
        start.release(),
        start.job(),
        null,
        null,
        null);
  }

  /** Its Job was removed before it ended, and is not made again. */
  AdminRunStatus gone() {
    return ended(
        failed("JobGone", "Job/%s was removed before it ended".formatted(before.job())),
        before.startedAt(),
        now.toString(),
        before.exitCode());
  }

  /** How its Job stands. */
  AdminRunStatus of(Job job, List<Pod> pods) {
    String startedAt =
        job.getStatus() == null || job.getStatus().getStartTime() == null
            ? before.startedAt()
            : job.getStatus().getStartTime();
    Integer exit = exitCode(pods).orElse(before.exitCode());
    Optional<JobCondition> complete = condition(job, COMPLETE);
    if (complete.isPresent()) {
      return ended(succeeded(), startedAt, endOf(complete.get()), 0);
    }
    Optional<JobCondition> failed = condition(job, FAILED);
    if (failed.isPresent() && (exit != null || pods.stream().allMatch(RunOutcome::hasEnded))) {
      return ended(failure(failed.get(), exit), startedAt, endOf(failed.get()), exit);
    }
    String trouble = pods.stream().flatMap(pod -> trouble(pod).stream()).findFirst().orElse(null);
    Conditions conditions =
        trouble == null
            ? reconciling("Running", "release %d; %s".formatted(before.release(), logs()))
            : reconciling("PodNotRunning", trouble);
    return status(conditions, before.release(), before.job(), startedAt, null, exit);
  }

  private Conditions failure(JobCondition condition, Integer exit) {
    if ("DeadlineExceeded".equals(condition.getReason())) {
      return failed("TimedOut", "it was stopped after spec.timeoutSeconds");
    }
    return exit == null
        ? failed("Failed", "its pod ended without an exit code that was seen; " + logs())
        : failed("Failed", "exit code %d; %s".formatted(exit, logs()));
  }

  private String logs() {
    return "kubectl logs -n %s job/%s".formatted(run.getMetadata().getNamespace(), before.job());
  }

  private AdminRunStatus ended(Conditions conditions, String from, String to, Integer exit) {
    return status(
        conditions,
        before.release(),
        before.job(),
        from,
        before.finishedAt() == null ? to : before.finishedAt(),
        exit);
  }

  private AdminRunStatus status(
      Conditions conditions, Integer release, String job, String from, String to, Integer exit) {
    return new AdminRunStatus(
        run.getMetadata().getGeneration(), conditions.build(), release, job, from, to, exit);
  }

  private Conditions reconciling(String reason, String message) {
    return conditions()
        .set(Conditions.RECONCILING, true, reason, message)
        .set(Conditions.READY, false, reason, message);
  }

  private Conditions succeeded() {
    String message = "ran in release %d".formatted(before.release());
    return conditions()
        .set(Conditions.READY, true, "Succeeded", message)
        .set(COMPLETE, true, "Succeeded", message);
  }

  private Conditions failed(String reason, String message) {
    return conditions()
        .set(Conditions.STALLED, true, reason, message)
        .set(Conditions.READY, false, reason, message)
        .set(FAILED, true, reason, message);
  }

  private Conditions conditions() {
    return new Conditions(before.conditions(), now, run.getMetadata().getGeneration());
  }

  private String endOf(JobCondition condition) {
    return Optional.ofNullable(condition.getLastTransitionTime()).orElse(now.toString());
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return job.getStatus() == null
        ? Optional.empty()
        : job.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals(type) && c.getStatus().equals("True"))
            .findFirst();
  }

  /** The container of the command, which is not what a mesh injected. */
  private static Optional<ContainerStatus> command(Pod pod) {
    String name = pod.getMetadata().getAnnotations().get(RunJob.DEFAULT_CONTAINER);
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .filter(status -> status.getName().equals(name))
            .findFirst();
  }

  private static Optional<Integer> exitCode(List<Pod> pods) {
    return pods.stream()
        .flatMap(pod -> command(pod).stream())
        .map(ContainerStatus::getState)
        .filter(state -> state != null && state.getTerminated() != null)
        .map(state -> state.getTerminated().getExitCode())
        .findFirst();
  }

  /** The Job may be seen to have failed before its pod is, and with that the exit code. */
  private static boolean hasEnded(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null
        || pod.getStatus() != null
            && ("Failed".equals(pod.getStatus().getPhase())
                || "Succeeded".equals(pod.getStatus().getPhase()));
  }

  /** Why it does not run, where the kubelet says so. */
  private static Optional<String> trouble(Pod pod) {
    return command(pod)
        .map(ContainerStatus::getState)
        .map(ContainerState::getWaiting)
        .filter(waiting -> waiting.getReason() != null)
        .filter(waiting -> !waiting.getReason().matches("ContainerCreating|PodInitializing"))
        .map(
            waiting ->
                waiting.getMessage() == null
                    ? waiting.getReason()
                    : waiting.getReason() + ": " + waiting.getMessage());
  }
}
