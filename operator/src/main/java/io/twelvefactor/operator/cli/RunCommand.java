package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.AdminRunSpec;
import io.twelvefactor.operator.cli.Cli.BadInput;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: an admin process or a command, once, in the release that runs. */
@Command(
    name = "run",
    description = {
      "Runs an admin process, or after -- a command, once in the release that runs.",
      "Prints its log and exits with its exit code. Ctrl-C leaves it running."
    },
    mixinStandardHelpOptions = true)
final class RunCommand extends AppCommand {
  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PROCESS | -- COMMAND",
      description = "Name of an admin process; or -- and a command with its arguments.")
  private List<String> words;

  @Option(
      names = "--process-type",
      paramLabel = "TYPE",
      description = "Process type whose pod a command runs in. Default: the first.")
  private String processType;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Stop it after so long. Default: the admin process's own, or 3600.")
  private Long timeout;

  @Option(
      names = {"-d", "--detach"},
      description = "Do not wait; print the name of the AdminRun.")
  private boolean detach;

  @Spec private CommandSpec command;

  @Override
  int run(Target target) {
    AdminRun run =
        target.client().resource(describe(target)).fieldValidation(Validation.STRICT).create();
    if (detach) {
      target.out().println(run.getMetadata().getName());
      return 0;
    }
    target.err().println("AdminRun " + run.getMetadata().getName());
    target.err().flush();
    return new RunFollower(target, run).follow();
  }

  private AdminRun describe(Target target) {
    // What stands after -- is a command, also if it is one word.
    boolean free = command.commandLine().getParseResult().originalArgs().contains("--");
    if (!free && words.size() > 1) {
      throw new BadInput(
          "one admin process is run at a time; to run a command, put it after --: run %s -- %s"
              .formatted(target.name(), String.join(" ", words)));
    }
    if (!free && target.app().getSpec().adminProcesses().stream().noneMatch(this::isMeant)) {
      throw new BadInput(
          "%s has no admin process '%s' (it has: %s); to run a command, put it after --"
              .formatted(
                  target.name(),
                  words.get(0),
                  target.app().getSpec().adminProcesses().stream().map(p -> p.name()).toList()));
    }
    AdminRun run = new AdminRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withGenerateName(prefix(target.name(), free ? "run" : words.get(0)))
            .withNamespace(target.namespace())
            .build());
    run.setSpec(
        new AdminRunSpec(
            target.name(),
            free ? null : words.get(0),
            free ? words : null,
            null,
            processType,
            timeout,
            null));
    return run;
  }

  private boolean isMeant(io.twelvefactor.api.v1alpha1.AdminProcess process) {
    return process.name().equals(words.get(0));
  }

  /** The server adds five characters; a Job's name has room for 63. */
  private static String prefix(String app, String what) {
    String whole = app + "-" + what;
    return whole.substring(0, Math.min(whole.length(), 57)) + "-";
  }
}
