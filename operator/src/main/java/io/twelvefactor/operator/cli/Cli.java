package io.twelvefactor.operator.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry: what there is, and how errors are told. */
@Command(
    name = "twelvefactor",
    description = "Works on TwelveFactorApps without a cluster.",
    mixinStandardHelpOptions = true,
    version = "0.1.0",
    subcommands = {
      RenderCommand.class,
      CheckCommand.class,
      AdoptCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Cli {
  private Cli() {}

  /** Runs one command; its exit status: 0 done, 1 the input is at fault, 2 the call is. */
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
              command.getErr().println(error.getMessage());
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
