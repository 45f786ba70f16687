package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Pod;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.AdminRunStatus;
import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.operator.cli.Cli.BadInput;
import io.twelvefactor.operator.names.Labels;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Follows a run to its end: what it waits for, its log, its exit code. */
final class RunFollower {
  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";
  private static final long POLL_MILLIS = 300;

  /** How long the rest of the log may take once the run has ended. */
  private static final long LOG_SECONDS = 10;

  private final Target target;
  private final AdminRun run;
  private CompletableFuture<Optional<String>> log;
  private String told;

  RunFollower(Target target, AdminRun run) {
    this.target = target;
    this.run = run;
  }

  /** Follows it; the exit code of the command, or 1 where it has none. */
  int follow() {
    while (true) {
      AdminRun now = target.client().resource(run).get();
      if (now == null) {
        throw new BadInput("AdminRun %s was removed".formatted(run.getMetadata().getName()));
      }
      AdminRunStatus status = now.getStatus();
      if (status != null && status.job() != null && log == null) {
        startLog();
      }
      if (status != null && status.finished()) {
        return end(status);
      }
      tellWhatIsAwaited(status);
      pause();
    }
  }

  /** A container has a log once it has started. */
  private void startLog() {
    target
        .client()
        .pods()
        .inNamespace(target.namespace())
        .withLabel(Labels.RUN, run.getMetadata().getName())
        .list()
        .getItems()
        .stream()
        .filter(RunFollower::hasStarted)
        .findFirst()
        .ifPresent(
            pod ->
                log =
                    CompletableFuture.supplyAsync(
                        () -> logOf(pod).print(target.client(), "", target.out())));
  }

  private static boolean hasStarted(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(status -> status.getName().equals(container(pod)))
        .map(status -> Optional.ofNullable(status.getState()).orElse(new ContainerState()))
        .anyMatch(state -> state.getRunning() != null || state.getTerminated() != null);
  }

  private PodLog logOf(Pod pod) {
    return new PodLog(target.namespace(), pod.getMetadata().getName(), container(pod), true, null);
  }

  private static String container(Pod pod) {
    return pod.getMetadata().getAnnotations().get(DEFAULT_CONTAINER);
  }

  private int end(AdminRunStatus status) {
    if (status.job() != null && log == null) {
      startLog();
    }
    Optional<String> problem = rest();
    problem.ifPresent(
        why ->
            target
                .err()
                .println("its log could not be read: " + why.lines().findFirst().orElse("")));
    if (status.is("Complete")) {
      return 0;
    }
    status.conditions().stream()
        .filter(condition -> condition.type().equals("Failed"))
        .map(Condition::message)
        .forEach(target.err()::println);
    target.err().flush();
    return status.exitCode() == null || status.exitCode() == 0 ? 1 : status.exitCode();
  }

  private Optional<String> rest() {
    if (log == null) {
      return Optional.empty();
    }
    try {
      return log.get(LOG_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return Optional.of("it did not end");
    } catch (ExecutionException e) {
      return Optional.of(String.valueOf(e.getCause().getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private void tellWhatIsAwaited(AdminRunStatus status) {
    if (status == null || log != null) {
      return;
    }
    status.conditions().stream()
        .filter(condition -> condition.type().equals("Reconciling"))
        .filter(condition -> !condition.reason().matches("Starting|Running"))
        .map(condition -> "waiting: " + condition.message())
        .filter(message -> !Objects.equals(message, told))
        .forEach(
            message -> {
              told = message;
              target.err().println(message);
              target.err().flush();
            });
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BadInput("interrupted; the run goes on");
    }
  }
}
