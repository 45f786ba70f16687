package io.twelvefactor.operator.cli;

import picocli.CommandLine.Command;

/** {@code releases}: the releases that are kept. */
@Command(
    name = "releases",
    description = "Lists the releases of an app that are kept, newest first.",
    mixinStandardHelpOptions = true)
final class ReleasesCommand extends AppCommand {
  @Override
  int run(Target target) {
    target.out().print(ReleasesText.of(target.app()));
    target.out().flush();
    return 0;
  }
}
