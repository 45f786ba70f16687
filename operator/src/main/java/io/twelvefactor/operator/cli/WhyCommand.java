package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.observe.PodFact;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code why}: what holds an app. */
@Command(
    name = "why",
    description = "Says what holds an app, since when, and what to do next.",
    mixinStandardHelpOptions = true)
final class WhyCommand extends AppCommand {
  @Override
  int run(Target target) {
    target.out().print(WhyText.of(target.app(), pods(target)));
    target.out().flush();
    return 0;
  }

  private static List<PodFact> pods(Target target) {
    try {
      return target
          .client()
          .pods()
          .inNamespace(target.namespace())
          .withLabel(Labels.APP, target.name())
          .list()
          .getItems()
          .stream()
          .map(PodFact::of)
          .flatMap(Optional::stream)
          .sorted(Comparator.comparing(PodFact::name))
          .toList();
    } catch (KubernetesClientException e) {
      target.err().println("pods are not shown: " + Connection.explain(e));
      return List.of();
    }
  }
}
