package io.twelvefactor.operator.run;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.List;

/**
 * The pod of a process type with another command in it: the same image, environment, files, user
 * and resources, and nothing that is only there to serve.
 */
final class CommandPod {
  private CommandPod() {}

  /**
   * @param process template of the process type as its release froze it
   * @param name of the process type, which its container has
   */
  static PodTemplateSpec of(
      PodTemplateSpec process, String name, List<String> command, List<String> args) {
    PodSpec serving = process.getSpec();
    Container app =
        serving.getContainers().stream()
            .filter(container -> container.getName().equals(name))
            .findFirst()
            .orElse(serving.getContainers().get(0));
    return new PodTemplateSpecBuilder(process)
        .editSpec()
        // A container beside it that goes on for ever would keep the run from ending.
        .withContainers(running(app, command, args))
        .withRestartPolicy("Never")
        .withReadinessGates(List.of())
        // Spreads and affinities speak of the replicas of the process type, which this is not.
        .withTopologySpreadConstraints(List.of())
        .withAffinity(null)
        .endSpec()
        .build();
  }

  private static Container running(Container app, List<String> command, List<String> args) {
    return new ContainerBuilder(app)
        .withCommand(command)
        .withArgs(args)
        .withPorts(List.of())
        .withReadinessProbe(null)
        .withLivenessProbe(null)
        .withStartupProbe(null)
        .withLifecycle(null)
        .build();
  }
}
