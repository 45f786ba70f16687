package io.twelvefactor.operator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code diff}: in what two releases differ. */
@Command(
    name = "diff",
    description = {
      "Shows in what two releases of an app differ: images, commands, keys.",
      "Values are never shown."
    },
    mixinStandardHelpOptions = true)
final class DiffCommand extends AppCommand {
  @Parameters(index = "1", paramLabel = "FROM", description = "Number of a release.")
  private int from;

  @Parameters(index = "2", paramLabel = "TO", description = "Number of another.")
  private int to;

  @Override
  int run(Target target) {
    target.out().print(DiffText.of(target.release(from), target.release(to)));
    target.out().flush();
    return 0;
  }
}
