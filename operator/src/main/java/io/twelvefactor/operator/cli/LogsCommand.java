package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.api.model.Pod;
import io.twelvefactor.operator.cli.Cli.BadInput;
import io.twelvefactor.operator.names.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code logs}: what the app's processes say. */
@Command(
    name = "logs",
    description = "Prints the logs of an app's processes, each line with its pod.",
    mixinStandardHelpOptions = true)
final class LogsCommand extends AppCommand {
  @Option(
      names = {"-p", "--process"},
      description = "Only of this process type.")
  private String process;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until interrupted.")
  private boolean follow;

  @Option(
      names = "--tail",
      paramLabel = "LINES",
      defaultValue = "100",
      description = "The last lines of each pod. Default 100.")
  private int tail;

  @Override
  int run(Target target) {
    List<Pod> pods = pods(target);
    if (pods.isEmpty()) {
      throw new BadInput(
          "no pod of %s%s; `kubectl twelvefactor status %s` tells why"
              .formatted(
                  target.name(), process == null ? "" : "'s process " + process, target.name()));
    }
    List<CompletableFuture<Optional<String>>> logs =
        pods.stream()
            .map(
                pod ->
                    CompletableFuture.supplyAsync(() -> print(target, pod), LogsCommand::onAThread))
            .toList();
    long unread = logs.stream().map(CompletableFuture::join).flatMap(Optional::stream).count();
    target.out().flush();
    return unread == pods.size() ? 1 : 0;
  }

  private Optional<String> print(Target target, Pod pod) {
    String name = pod.getMetadata().getName();
    PodLog log =
        new PodLog(
            target.namespace(),
            name,
            pod.getMetadata().getLabels().get(Labels.PROCESS),
            follow,
            tail);
    Optional<String> problem = log.print(target.client(), "[" + name + "] ", target.out());
    problem.ifPresent(why -> target.err().println("[%s] no log: %s".formatted(name, why)));
    return problem;
  }

  private List<Pod> pods(Target target) {
    var ofApp =
        target.client().pods().inNamespace(target.namespace()).withLabel(Labels.APP, target.name());
    var wanted =
        process == null
            ? ofApp.withLabel(Labels.PROCESS)
            : ofApp.withLabel(Labels.PROCESS, process);
    return wanted.list().getItems().stream()
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  /** A thread a pod: each waits for its log, for ever if it is followed. */
  private static void onAThread(Runnable task) {
    Thread thread = new Thread(task, "log");
    thread.setDaemon(true);
    thread.start();
  }
}
