package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.cli.SpecChange.Change;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code suspend}: the operator keeps its hands off an app. */
@Command(
    name = "suspend",
    description = "Lets the operator change nothing of an app; what runs goes on running.",
    mixinStandardHelpOptions = true)
final class SuspendCommand extends AppCommand {
  @Mixin private SpecChange change;

  @Override
  int run(Target target) {
    return change.make(
        target,
        Change.merge(
            target.name() + " is suspended; what runs goes on running",
            "spec:\n  suspend: true\n",
            "{\"spec\":{\"suspend\":true}}"));
  }
}
