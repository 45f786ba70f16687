package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the ConfigMaps that a pod cannot start without. */
final class ConfigNames {
  private ConfigNames() {}

  static Set<String> in(PodSpec pod) {
    Set<String> names = new LinkedHashSet<>();
    pod.getVolumes().forEach(volume -> in(volume, names));
    Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
        .forEach(container -> in(container, names));
    return names;
  }

  private static void in(Volume volume, Set<String> names) {
    if (volume.getConfigMap() != null) {
      names.add(volume.getConfigMap().getName());
    }
    if (volume.getProjected() != null) {
      volume.getProjected().getSources().stream()
          .filter(source -> source.getConfigMap() != null)
          .forEach(source -> names.add(source.getConfigMap().getName()));
    }
  }

  private static void in(Container container, Set<String> names) {
    container.getEnvFrom().stream()
        .filter(source -> source.getConfigMapRef() != null)
        .forEach(source -> names.add(source.getConfigMapRef().getName()));
    container.getEnv().stream()
        .filter(env -> env.getValueFrom() != null)
        .filter(env -> env.getValueFrom().getConfigMapKeyRef() != null)
        .forEach(env -> names.add(env.getValueFrom().getConfigMapKeyRef().getName()));
  }
}
