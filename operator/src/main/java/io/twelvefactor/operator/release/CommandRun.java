package io.twelvefactor.operator.release;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.observe.CommandPod;
import io.twelvefactor.operator.observe.Facts;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of a release command, as its Job tells.
 *
 * @param release number of the release
 * @param job as it is in the cluster
 * @param state whether it has ended
 * @param trouble why it failed, or why it does not start: an exit code, never output; or null
 * @param started whether the command itself was ever started, as far as can be seen
 */
public record CommandRun(int release, Job job, State state, String trouble, boolean started) {
  /** Whether it has ended, and how. */
  public enum State {
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  /** How the API server words what the Job's pod failure policy found. */
  private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d+)");

  /** The runs of an app's releases that there still is a Job of. */
  public static List<CommandRun> of(Facts facts) {
    return facts.children().all(Job.class).stream()
        .filter(job -> job.getMetadata().getLabels().containsKey(Labels.RELEASE_COMMAND))
        .map(job -> of(job, facts.commandPods()))
        .toList();
  }

  private static CommandRun of(Job job, List<CommandPod> all) {
    int release = Labels.releaseOf(job);
    List<CommandPod> pods = all.stream().filter(pod -> pod.release() == release).toList();
    Optional<String> ofPod =
        pods.stream().map(CommandPod::trouble).filter(Objects::nonNull).findFirst();
    boolean started = pods.isEmpty() || pods.stream().anyMatch(CommandPod::started);
    Optional<JobCondition> failure = condition(job, "Failed");
    if (failure.isPresent()) {
      String trouble = ofPod.or(() -> exitCode(failure.get())).orElse(failure.get().getReason());
      return new CommandRun(release, job, State.FAILED, trouble, started);
    }
    return condition(job, "Complete").isPresent()
        ? new CommandRun(release, job, State.SUCCEEDED, null, true)
        : new CommandRun(release, job, State.RUNNING, ofPod.orElse(null), started);
  }

  /** Whether nothing of it runs any more. */
  public static boolean hasEnded(Job job) {
    return condition(job, "Failed").or(() -> condition(job, "Complete")).isPresent();
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return job.getStatus() == null
        ? Optional.empty()
        : job.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals(type) && c.getStatus().equals("True"))
            .findFirst();
  }

  private static Optional<String> exitCode(JobCondition failure) {
    Matcher code = EXIT_CODE.matcher(Objects.requireNonNullElse(failure.getMessage(), ""));
    return code.find() ? Optional.of("exited with " + code.group(1)) : Optional.empty();
  }

  public boolean isRunning() {
    return state == State.RUNNING;
  }

  /** Whether its image cannot be had, or its container not be made: no command has begun. */
  public boolean neverStarted() {
    return isRunning() && !started && trouble != null;
  }

  /** Where its output can be read. */
  public String logs() {
    return logs(job.getMetadata().getNamespace(), job.getMetadata().getName());
  }

  /** Where the output of a Job can be read. */
  static String logs(String namespace, String job) {
    return "kubectl logs -n %s job/%s".formatted(namespace, job);
  }
}
