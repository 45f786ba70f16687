package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.cli.Cli.BadInput;
import java.util.List;
import java.util.concurrent.Callable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adopt}: the TwelveFactorApp that would take the place of plain manifests. */
@Command(
    name = "adopt",
    description = {
      "Prints the TwelveFactorApp that would replace Deployments of one image with their Services,"
          + " HorizontalPodAutoscalers, Ingresses and CronJobs, and above it, as comments, what could"
          + " not be carried over. Nothing in a cluster is changed."
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:an app was printed", "2:what was given cannot be read"},
    mixinStandardHelpOptions = true)
final class AdoptCommand implements Callable<Integer> {
  private static final int BAD_INPUT = 2;
  private static final DumpSettings BLOCKS =
      DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(120).build();

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "A file, a directory with all below it, or - for standard input. Repeatable.")
  private List<String> places;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    try {
      List<Adoption> adoptions = Adoption.of(Documents.read(places, System.in));
      if (adoptions.isEmpty()) {
        throw new BadInput("no Deployment to adopt in " + String.join(", ", places));
      }
      adoptions.forEach(adoption -> command.commandLine().getOut().print(printed(adoption)));
      command.commandLine().getOut().flush();
      return 0;
    } catch (BadInput e) {
      command.commandLine().getErr().println(e.getMessage());
      return BAD_INPUT;
    }
  }

  private static String printed(Adoption adoption) {
    StringBuilder text = new StringBuilder("---\n");
    if (!adoption.left().isEmpty()) {
      text.append("# Not carried over:\n");
      adoption.left().forEach(what -> text.append("# - ").append(what).append("\n"));
    }
    return text.append(new Dump(BLOCKS).dumpToString(adoption.app())).toString();
  }
}
