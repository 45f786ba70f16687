package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.cli.Cli.BadInput;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}: what the API server would say of manifests, without one. */
@Command(
    name = "check",
    description = {
      "Checks TwelveFactorApps against their schema and the rules of the twelve factors, and tells"
          + " which rules plain Deployments, StatefulSets, DaemonSets, CronJobs, Jobs, Pods and"
          + " Ingresses break. The words are those of the API server.",
      "What a Namespace says of the rules is read from its manifest, where that is given too."
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:nothing found, or only warnings",
      "1:something that would be refused",
      "2:what was given cannot be read"
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final int FOUND = 1;
  private static final int BAD_INPUT = 2;

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "A file, a directory with all below it, or - for standard input. Repeatable.")
  private List<String> places;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private CheckReport report;

  @Option(
      names = "--production",
      description = "Namespaces that are not given are production, whose stricter rules hold.")
  private boolean production;

  @Option(
      names = "--waivers-allowed",
      split = ",",
      defaultValue = "*",
      paramLabel = "RULE",
      description = "Rules that may be waived in namespaces that are not given. Default: all.")
  private List<String> allowed;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    try {
      List<Document> documents = Documents.read(places, System.in);
      List<Document> concerned = documents.stream().filter(Inspection::concerns).toList();
      if (concerned.isEmpty()) {
        throw new BadInput("nothing to check in " + String.join(", ", places));
      }
      List<Problem> problems =
          new Inspection(Inspection.allowing(allowed, production), LocalDate.now()).of(documents);
      command.commandLine().getOut().print(report.of(problems, concerned.size()));
      command.commandLine().getOut().flush();
      return problems.stream().anyMatch(Problem::refused) ? FOUND : 0;
    } catch (BadInput e) {
      command.commandLine().getErr().println(e.getMessage());
      return BAD_INPUT;
    }
  }
}
