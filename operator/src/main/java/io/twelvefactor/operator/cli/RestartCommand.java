package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.twelvefactor.operator.cli.Cli.BadInput;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.observe.Ownership;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code restart}: new pods of the release that runs. It sets the annotation that {@code kubectl
 * rollout restart} sets, which the operator leaves alone: a restart is no release, and not in Git.
 */
@Command(
    name = "restart",
    description = "Replaces the pods of an app one after the other; makes no release.",
    mixinStandardHelpOptions = true)
final class RestartCommand extends AppCommand {
  private static final String RESTARTED =
      "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"kubectl.kubernetes.io/restartedAt\":\"%s\"}}}}}";

  @Option(
      names = {"-p", "--process"},
      description = "Only those of this process type.")
  private String process;

  @Override
  int run(Target target) {
    List<Deployment> deployments =
        target
            .client()
            .apps()
            .deployments()
            .inNamespace(target.namespace())
            .withLabel(Labels.APP, target.name())
            .list()
            .getItems()
            .stream()
            .filter(deployment -> Ownership.controls(target.app(), deployment))
            .filter(deployment -> process == null || process.equals(processOf(deployment)))
            .toList();
    if (deployments.isEmpty()) {
      throw new BadInput(
          process == null
              ? "%s has no process that runs".formatted(target.name())
              : "%s has no process '%s'".formatted(target.name(), process));
    }
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    for (Deployment deployment : deployments) {
      target
          .client()
          .resource(deployment)
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.JSON_MERGE)
                  .withFieldManager(Target.FIELD_MANAGER)
                  .build(),
              RESTARTED.formatted(now));
      target.out().println(processOf(deployment) + " restarts");
    }
    return 0;
  }

  private static String processOf(Deployment deployment) {
    return deployment.getMetadata().getLabels().get(Labels.PROCESS);
  }
}
