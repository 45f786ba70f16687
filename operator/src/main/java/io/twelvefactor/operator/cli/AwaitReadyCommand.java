package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.cli.Cli.BadInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code await-ready}: what {@code helm test} runs, since the operator's image has no shell. */
@Command(
    name = "await-ready",
    description = "Waits until a running operator says that it is ready.",
    hidden = true,
    mixinStandardHelpOptions = true)
final class AwaitReadyCommand implements Callable<Integer> {
  private static final int MILLIS = 1_000;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URL", description = "Of the operator, such as http://operator:8080.")
  private URI operator;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Instant end = Instant.now().plus(Duration.ofSeconds(timeout));
    String answer = ask();
    while (!answer.isEmpty()) {
      if (Instant.now().isAfter(end)) {
        throw new BadInput("%s is not ready after %d s: %s".formatted(operator, timeout, answer));
      }
      Thread.sleep(MILLIS);
      answer = ask();
    }
    out.println("%s is ready".formatted(operator));
    out.flush();
    return 0;
  }

  /** Why it is not ready; empty where it is. */
  private String ask() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) operator.resolve("/q/health/ready").toURL().openConnection();
      connection.setConnectTimeout(MILLIS);
      connection.setReadTimeout(5 * MILLIS);
      int status = connection.getResponseCode();
      connection.disconnect();
      return status == HttpURLConnection.HTTP_OK ? "" : "its health answers " + status;
    } catch (IOException | IllegalArgumentException e) {
      return e.toString();
    }
  }
}
