package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.operator.cli.Cli.BadInput;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command about one app of a cluster. */
abstract class AppCommand implements Callable<Integer> {
  @Mixin private Connection connection;

  @Parameters(index = "0", paramLabel = "APP", description = "Name of the TwelveFactorApp.")
  private String name;

  @Spec private CommandSpec command;

  @Override
  public final Integer call() {
    try (KubernetesClient client = connection.open()) {
      return run(Target.find(client, name, command.commandLine()));
    } catch (KubernetesClientException e) {
      throw new BadInput(Connection.explain(e));
    }
  }

  /** Does it; the exit status. */
  abstract int run(Target target);
}
