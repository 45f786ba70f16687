package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import io.twelvefactor.operator.cli.Cli.BadInput;
import io.twelvefactor.operator.cli.SpecChange.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code scale}: how many of a process type run. */
@Command(
    name = "scale",
    description = "Sets how many replicas of process types run; makes no release.",
    mixinStandardHelpOptions = true)
final class ScaleCommand extends AppCommand {
  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PROCESS=N",
      description = "A process type and its replicas, such as worker=3.")
  private Map<String, Integer> replicas;

  @Mixin private SpecChange change;

  @Override
  int run(Target target) {
    return change.make(target, of(target.app().getSpec(), replicas));
  }

  /** The change that scales a spec. */
  static Change of(TwelveFactorAppSpec spec, Map<String, Integer> replicas) {
    String done =
        replicas.entrySet().stream()
            .map(entry -> "%s runs %d".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
    if (spec.processes().isEmpty()) {
      return shortForm(done, replicas);
    }
    List<String> patch = new ArrayList<>();
    StringBuilder yaml = new StringBuilder("spec:\n  processes:\n");
    replicas.forEach(
        (name, number) -> {
          int index = index(spec.processes(), name);
          // The list may have changed since it was read: the place must still be this process's.
          patch.add(
              "{\"op\":\"test\",\"path\":\"/spec/processes/%d/name\",\"value\":\"%s\"}"
                  .formatted(index, name));
          patch.add(
              "{\"op\":\"add\",\"path\":\"/spec/processes/%d/replicas\",\"value\":%d}"
                  .formatted(index, number));
          yaml.append("  - name: %s%n    replicas: %d%n".formatted(name, number));
        });
    return new Change(done, yaml.toString(), PatchType.JSON, "[" + String.join(",", patch) + "]");
  }

  private static Change shortForm(String done, Map<String, Integer> replicas) {
    if (!replicas.keySet().equals(Set.of("web"))) {
      throw new BadInput("the app has one process type, web; scale it with web=N");
    }
    int number = replicas.get("web");
    return Change.merge(
        done,
        "spec:\n  replicas: %d%n".formatted(number),
        "{\"spec\":{\"replicas\":%d}}".formatted(number));
  }

  private static int index(List<ProcessType> processes, String name) {
    int index =
        IntStream.range(0, processes.size())
            .filter(i -> processes.get(i).name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInput(
                        "the app has no process type '%s' (it has: %s)"
                            .formatted(
                                name,
                                processes.stream()
                                    .map(ProcessType::name)
                                    .collect(Collectors.joining(", ")))));
    if (processes.get(index).autoscaling() != null) {
      throw new BadInput(
          "%s follows its load: change minReplicas and maxReplicas of its autoscaling"
              .formatted(name));
    }
    return index;
  }
}
