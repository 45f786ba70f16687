package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.twelvefactor.operator.release.Unrenderable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A pod template in the making. Each factor adds its part; two parts that claim the same volume or
 * mount path are an error in the operator or in the app, and never a silent overwrite.
 */
public final class PodDraft {
  private final ContainerBuilder container = new ContainerBuilder();
  private final PodSpecBuilder pod = new PodSpecBuilder();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private final Map<String, EnvVar> boundEnv = new LinkedHashMap<>();
  private final Map<String, EnvVar> env = new LinkedHashMap<>();
  private final List<EnvFromSource> envFrom = new ArrayList<>();
  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final Map<String, VolumeMount> mounts = new LinkedHashMap<>();

  /** The app's own container. */
  public ContainerBuilder container() {
    return container;
  }

  /** The pod around it. */
  public PodSpecBuilder pod() {
    return pod;
  }

  public void labels(Map<String, String> more) {
    labels.putAll(more);
  }

  public void annotations(Map<String, String> more) {
    annotations.putAll(more);
  }

  /** Adds a variable of a backing service. These come first, so that others may refer to them. */
  public void boundEnv(EnvVar variable) {
    boundEnv.put(variable.getName(), variable);
  }

  /** Adds a variable; it wins over an earlier one, or a backing service's, of the same name. */
  public void env(EnvVar variable) {
    env.remove(variable.getName());
    env.put(variable.getName(), variable);
  }

  public void envFrom(EnvFromSource source) {
    envFrom.add(source);
  }

  /** Adds a volume that the app's own container does not see. */
  public void volume(Volume volume) {
    if (volumes.putIfAbsent(volume.getName(), volume) != null) {
      throw new IllegalStateException("two parts of the pod claim the volume " + volume.getName());
    }
  }

  /** Adds a volume and where it appears in the app's container. */
  public void mount(Volume volume, VolumeMount mount) {
    volume(volume);
    String directory = mount.getMountPath().replaceFirst("/+$", "");
    if (mounts.putIfAbsent(directory, mount) != null) {
      throw new Unrenderable(
          "the directory %s is claimed twice, by two of config sources, scratch, bindings and /tmp;"
                  .formatted(directory)
              + " give one of them another path");
    }
  }

  /** The finished template. */
  public PodTemplateSpec build() {
    boundEnv.keySet().removeAll(env.keySet());
    Container app =
        container
            .withEnv(Stream.concat(boundEnv.values().stream(), env.values().stream()).toList())
            .withEnvFrom(envFrom)
            .withVolumeMounts(new ArrayList<>(mounts.values()))
            .build();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(annotations.isEmpty() ? null : annotations)
        .endMetadata()
        .withSpec(pod.withContainers(app).withVolumes(new ArrayList<>(volumes.values())).build())
        .build();
  }
}
