package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.cli.Cli.BadInput;
import io.twelvefactor.operator.cli.SpecChange.Change;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rollback}: back to an earlier release, code and config together. */
@Command(
    name = "rollback",
    description = {
      "Goes back to an earlier release, code and config together; Secrets have today's values.",
      "The app stays there, whatever the spec says, until --clear."
    },
    mixinStandardHelpOptions = true)
final class RollbackCommand extends AppCommand {
  private static final String NUMBER = "[1-9][0-9]{0,8}";
  private static final String FINGERPRINT = "[0-9a-f]{8,64}";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RELEASE",
      description = "Number of the release, or the first 8 or more digits of its fingerprint.")
  private String release;

  @Option(names = "--clear", description = "Follow the spec again.")
  private boolean clear;

  @Mixin private SpecChange change;

  @Override
  int run(Target target) {
    if (clear == (release != null)) {
      throw new BadInput("name the release to go back to, or give --clear; not both");
    }
    return change.make(target, clear ? followed(target) : to(target));
  }

  /**
   * With an empty {@code release} left behind and owned by this plugin, no tool could take a pin of
   * its own out again: what it removes would leave a null, which the schema refuses.
   */
  private static Change followed(Target target) {
    boolean alone =
        target.untyped().get("spec", "release") instanceof Map<?, ?> release
            && release.keySet().equals(Set.of("rollbackTo"));
    return Change.merge(
        target.name() + " follows its spec again",
        "spec:\n  release:\n    rollbackTo: null   # remove the field\n",
        alone ? "{\"spec\":{\"release\":null}}" : "{\"spec\":{\"release\":{\"rollbackTo\":null}}}");
  }

  private Change to(Target target) {
    if (release.matches(NUMBER)) {
      target.release(Integer.parseInt(release)); // or says which there are
    } else if (!release.matches(FINGERPRINT)) {
      throw new BadInput(
          "'%s' is neither a number nor a fingerprint; `kubectl twelvefactor releases %s` lists them"
              .formatted(release, target.name()));
    }
    String value = release.matches(NUMBER) ? release : "\"" + release + "\"";
    return Change.apply(
        target,
        "%s goes back to release %s, and stays there until `rollback %s --clear`"
            .formatted(target.name(), release, target.name()),
        "spec:\n  release:\n    rollbackTo: %s%n".formatted(value));
  }
}
