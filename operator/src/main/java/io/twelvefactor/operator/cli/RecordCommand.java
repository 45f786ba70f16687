package io.twelvefactor.operator.cli;

import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.operator.cli.Cli.BadInput;
import io.twelvefactor.operator.release.Build;
import io.twelvefactor.operator.release.Release;
import picocli.CommandLine.Command;

/** {@code record}: what an app runs, for another cluster to be promoted from. */
@Command(
    name = "record",
    description = {
      "Prints what an app runs, to be put below spec of its deploy in another cluster.",
      "Names and commands only; values are never shown."
    },
    mixinStandardHelpOptions = true)
final class RecordCommand extends AppCommand {
  @Override
  int run(Target target) {
    Release current = target.current();
    if (Build.digest(current.inputs().image()) == null) {
      throw new BadInput(
          "release %d runs %s, which names no digest, and only a digest can be promoted"
              .formatted(current.number(), current.inputs().image()));
    }
    target.out().print(RecordText.of(target.namespace(), current, readySince(target)));
    target.out().flush();
    return 0;
  }

  private static String readySince(Target target) {
    return target
        .app()
        .getStatus()
        .condition("Ready")
        .filter(ready -> ready.status().equals("True"))
        .map(Condition::lastTransitionTime)
        .orElseThrow(
            () ->
                new BadInput(
                    "%s is not ready, so there is nothing to vouch for; `kubectl twelvefactor why %s` says why"
                        .formatted(target.name(), target.name())));
  }
}
