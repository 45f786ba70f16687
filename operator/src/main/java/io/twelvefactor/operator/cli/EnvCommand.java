package io.twelvefactor.operator.cli;

import picocli.CommandLine.Command;

/** {@code env}: where the environment of the release that runs comes from. */
@Command(
    name = "env",
    description = {
      "Shows the environment of the release that runs: each key and where it comes from.",
      "Values are never shown."
    },
    mixinStandardHelpOptions = true)
final class EnvCommand extends AppCommand {
  @Override
  int run(Target target) {
    target.out().print(EnvText.of(target.current()));
    target.out().flush();
    return 0;
  }
}
