package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.cli.SpecChange.Change;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resume}: the end of {@code suspend}. */
@Command(
    name = "resume",
    description = "Lets the operator look after a suspended app again.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends AppCommand {
  @Mixin private SpecChange change;

  @Override
  int run(Target target) {
    return change.make(
        target,
        Change.merge(
            target.name() + " is looked after again",
            "spec:\n  suspend: null   # remove the field\n",
            "{\"spec\":{\"suspend\":null}}"));
  }
}
