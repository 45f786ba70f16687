package io.twelvefactor.operator.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry: what there is, and how errors are told. */
@Command(
    name = "twelvefactor",
    description = "Works with TwelveFactorApps, also as `kubectl twelvefactor`.",
    mixinStandardHelpOptions = true,
    version = "0.1.0",
    subcommands = {
      StatusCommand.class,
      WhyCommand.class,
      ReleasesCommand.class,
      DiffCommand.class,
      RollbackCommand.class,
      RunCommand.class,
      EnvCommand.class,
      LogsCommand.class,
      RestartCommand.class,
      ScaleCommand.class,
      SuspendCommand.class,
      ResumeCommand.class,
      PromoteCommand.class,
      ApproveCommand.class,
      RecordCommand.class,
      PinCommand.class,
      RenderCommand.class,
      CheckCommand.class,
      AdoptCommand.class,
      AwaitReadyCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Cli {
  /** Nothing was changed, since Git holds what was to be changed. */
  static final int IN_GIT = 3;

  private Cli() {}

  /**
   * Runs one command; its exit status: 0 done, 1 the input or the cluster is at fault, 2 the call
   * is, 3 nothing was changed and the change was printed for Git. {@code run} has the exit code of
   * what it ran.
   */
  public static int execute(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Cli())
        .setExecutionExceptionHandler(
            (error, command, parsed) -> {
              if (!(error instanceof BadInput)) {
                throw error;
              }
              PrintWriter err = command.getErr();
              err.println(error.getMessage());
              err.flush();
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  /** What was given cannot be worked on; the message says what, where, and what to do. */
  static final class BadInput extends RuntimeException {
    BadInput(String message) {
      super(message);
    }
  }
}
