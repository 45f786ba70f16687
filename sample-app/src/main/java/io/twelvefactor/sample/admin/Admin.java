package io.twelvefactor.sample.admin;

import io.twelvefactor.sample.Environment;
import io.twelvefactor.sample.JsonLine;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The admin processes' command line. */
@Command(
    name = "sample-app",
    description = "web (the default), or one of these admin processes:",
    mixinStandardHelpOptions = true,
    subcommands = {
      BackupTable.class,
      RestoreTable.class,
      SeedTable.class,
      DeleteBackups.class,
    })
public final class Admin implements Runnable {

  static final int REFUSED = 1;
  static final int TRY_AGAIN = 75;

  @Spec CommandSpec spec;

  @Option(
      names = "--timeout",
      scope = ScopeType.INHERIT,
      defaultValue = "900",
      paramLabel = "SECONDS",
      description = "how long to wait for AWS to finish (default: ${DEFAULT-VALUE})")
  int timeoutSeconds;

  private final Environment environment;

  private Admin(Environment environment) {
    this.environment = environment;
  }

  /**
   * @return the exit code
   */
  public static int run(Map<String, String> variables, String... arguments) {
    Environment environment;
    try {
      environment = Environment.read(variables);
    } catch (Environment.Malformed e) {
      JsonLine.error(e.getMessage()).print();
      return Environment.EXIT_CODE;
    }
    return new CommandLine(new Admin(environment))
        .setExecutionExceptionHandler((failure, command, parsed) -> told(failure, command))
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which process? See --help.");
  }

  /** The table to work on, with the patience asked for. */
  AdminTable table() {
    return AdminTable.open(environment, Duration.ofSeconds(timeoutSeconds));
  }

  private static int told(Exception failure, CommandLine command) {
    JsonLine.error(failure.getMessage() == null ? failure.toString() : failure.getMessage())
        .with("process", command.getCommandName())
        .print();
    return mayPass(failure) ? TRY_AGAIN : REFUSED;
  }

  private static boolean mayPass(Exception failure) {
    return failure instanceof NotInTime
        || failure instanceof SdkClientException
        || failure instanceof AwsServiceException answered
            && (answered.statusCode() >= 500 || answered.isThrottlingException());
  }
}
