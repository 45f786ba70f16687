package io.twelvefactor.operator.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pin}: the digest that a tag stands for now. */
@Command(
    name = "pin",
    description = {
      "Prints an image with the digest that its tag stands for now, for spec.image.",
      "Asks the registry with the login that `docker login` made."
    },
    mixinStandardHelpOptions = true)
final class PinCommand implements Callable<Integer> {
  @Parameters(paramLabel = "IMAGE", description = "[registry/]repository[:tag]")
  private String image;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    ImageReference reference = ImageReference.parse(image);
    String digest = new Registry(RegistryLogin.ofUser()).digest(reference);
    command.commandLine().getOut().println(reference.pinned(digest));
    return 0;
  }
}
