package io.twelvefactor.operator.cli;

import picocli.CommandLine.Command;

/** {@code status}: how an app stands, and its scorecard. */
@Command(
    name = "status",
    description = "Shows how an app stands: its conditions and a verdict per factor.",
    mixinStandardHelpOptions = true)
final class StatusCommand extends AppCommand {
  @Override
  int run(Target target) {
    target.out().print(StatusText.of(target.app()));
    target.out().flush();
    return 0;
  }
}
