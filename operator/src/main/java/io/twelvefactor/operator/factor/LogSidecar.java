package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.twelvefactor.api.v1alpha1.Logs;
import io.twelvefactor.api.v1alpha1.Resources;
import io.twelvefactor.api.v1alpha1.SecretKey;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.release.Fingerprint;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.ReleaseInputs;
import io.twelvefactor.operator.release.Unrenderable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A native sidecar that follows what the app's container writes to stdout, where the kubelet keeps
 * it on the node: {@code /var/log/pods/<namespace>_<pod>_<uid>}. Of that directory the sidecar sees
 * its own pod's part alone, and only to read.
 *
 * <p>It comes first among the init containers: it is up before anything else writes, and ends last.
 *
 * @see <a
 *     href="https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers">KEP-753</a>
 */
final class LogSidecar {
  /** The variable that holds what is shown to the sink. */
  static final String SECRET = "LOG_SECRET";

  /** The one volume of the node that the operator ever puts into a pod. */
  static final String POD_LOGS = "pod-logs";

  private static final String CONFIG = "log-config";
  private static final String STATE = "log-state";
  private static final String STATE_SIZE = "128Mi";
  private static final String NODE_DIRECTORY = "/var/log/pods";

  /** Log files are 0640 root:root: no user needs to be root for them, but the group must be. */
  private static final long NOBODY = 65532L;

  private static final long ROOT_GROUP = 0L;

  /** In an order of their own: that of Map.of is another in every JVM, and render prints it. */
  private static final Resources SMALL =
      new Resources(
          new TreeMap<>(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("32Mi"))),
          Map.of("memory", new Quantity("128Mi")));

  private LogSidecar() {}

  /** Whether the pods of a release have one. */
  static boolean in(ReleaseInputs release) {
    return release.logs() != null && release.logs().declared().sidecar();
  }

  static void add(PodDraft draft, PodInputs pod, ReleaseInputs release) {
    Logs logs = release.logs().declared();
    if (logs.image() == null) {
      throw new Unrenderable(
          "LogImageMissing",
          "spec.logs.image: names no image for the sidecar, and the operator's administrator has set"
              + " none (twelvefactor.log-image); give one by digest, such as"
              + " public.ecr.aws/aws-observability/aws-for-fluent-bit@sha256:<64 hex digits>");
    }
    if (pod.name().equals(Names.LOG_SIDECAR)) {
      throw new Unrenderable(
          "a process named %s has the name of the sidecar; rename it".formatted(pod.name()));
    }
    volumes(release.app(), logs).forEach(draft::volume);
    draft.pod().addToInitContainers(0, container(pod, logs));
    long grace = draft.pod().getTerminationGracePeriodSeconds();
    draft.pod().withTerminationGracePeriodSeconds(grace + FluentBit.FLUSH_SECONDS);
  }

  private static List<Volume> volumes(String app, Logs logs) {
    return List.of(
        new VolumeBuilder().withName(POD_LOGS).withNewHostPath(NODE_DIRECTORY, "Directory").build(),
        new VolumeBuilder()
            .withName(CONFIG)
            .withNewConfigMap()
            .withName(configName(app, FluentBit.config(logs)))
            .endConfigMap()
            .build(),
        new VolumeBuilder()
            .withName(STATE)
            .withNewEmptyDir()
            .withNewSizeLimit(STATE_SIZE)
            .endEmptyDir()
            .build());
  }

  private static Container container(PodInputs pod, Logs logs) {
    return new ContainerBuilder()
        .withName(Names.LOG_SIDECAR)
        .withImage(logs.image())
        .withImagePullPolicy("IfNotPresent")
        .withRestartPolicy("Always")
        // Beside the app's own end, not after it: the kubelet asks all containers to get ready at
        // once.
        .withNewLifecycle()
        .withNewPreStop()
        .withNewSleep(FluentBit.LINGER_SECONDS)
        .endPreStop()
        .endLifecycle()
        .withEnv(environment(pod, logs))
        .withResources(Concurrency.required(logs.resources() == null ? SMALL : logs.resources()))
        .withSecurityContext(
            Processes.restricted().withRunAsUser(NOBODY).withRunAsGroup(ROOT_GROUP).build())
        .addNewVolumeMount()
        .withName(POD_LOGS)
        .withMountPath(FluentBit.LOG_DIRECTORY)
        .withSubPathExpr("$(POD_NAMESPACE)_$(POD_NAME)_$(POD_UID)")
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName(CONFIG)
        .withMountPath(FluentBit.CONFIG_DIRECTORY)
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName(STATE)
        .withMountPath(FluentBit.STATE_DIRECTORY)
        .endVolumeMount()
        .build();
  }

  /** What Fluent Bit would else ask the API server: the pod's own view of itself. */
  private static List<EnvVar> environment(PodInputs pod, Logs logs) {
    List<EnvVar> variables = new ArrayList<>();
    variables.add(field("POD_NAMESPACE", "metadata.namespace"));
    variables.add(field("POD_NAME", "metadata.name"));
    variables.add(field("POD_UID", "metadata.uid"));
    variables.add(field("APP", "metadata.labels['%s']".formatted(Labels.APP)));
    variables.add(field("PROCESS", "metadata.labels['%s']".formatted(Labels.COMPONENT)));
    variables.add(field("RELEASE", "metadata.labels['%s']".formatted(Labels.RELEASE)));
    variables.add(new EnvVar("CONTAINER", pod.name(), null));
    logs.secret().map(LogSidecar::secret).ifPresent(variables::add);
    return variables;
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        // Owned as a whole: what the API server would fill in must be said.
        .withApiVersion("v1")
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  /**
   * Optional to the kubelet: that it is there is seen to before a release is made, and if it is
   * deleted later, the kubelet at least shall not refuse the pod for it.
   */
  private static EnvVar secret(SecretKey key) {
    return new EnvVarBuilder()
        .withName(SECRET)
        .withNewValueFrom()
        .withNewSecretKeyRef(key.key(), key.name(), true)
        .endValueFrom()
        .build();
  }

  /** The immutable ConfigMap of a configuration that a release has frozen. */
  static ConfigMap configMap(String app, String config) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(configName(app, config))
        .withLabels(Labels.ofApp(app))
        .addToLabels(Labels.CONTENT, "logs")
        .endMetadata()
        .withImmutable(true)
        .addToData(FluentBit.CONFIG_FILE, config)
        .build();
  }

  private static String configName(String app, String config) {
    return Names.content(app, Fingerprint.hash(Map.of(FluentBit.CONFIG_FILE, config)));
  }

  /**
   * The app's own patch must leave the sidecar as it is, and the node's logs to it alone: mounted
   * elsewhere they would show every pod of the node.
   */
  static void requireUntouched(PodTemplateSpec rendered, PodTemplateSpec patched) {
    Optional<Container> sidecar = sidecar(rendered.getSpec());
    if (sidecar.isEmpty()) {
      return;
    }
    if (!sidecar.equals(sidecar(patched.getSpec()))) {
      throw new Unrenderable(
          "spec.podTemplate.spec.initContainers[%s]: the log sidecar is the operator's; change spec.logs instead"
              .formatted(Names.LOG_SIDECAR));
    }
    for (String name : List.of(POD_LOGS, CONFIG, STATE)) {
      if (!volume(rendered.getSpec(), name).equals(volume(patched.getSpec(), name))) {
        throw new Unrenderable(
            "spec.podTemplate.spec.volumes[%s]: is the log sidecar's; give yours another name"
                .formatted(name));
      }
    }
    containers(patched.getSpec())
        .filter(container -> !container.getName().equals(Names.LOG_SIDECAR))
        .filter(container -> mounts(container, POD_LOGS))
        .findFirst()
        .ifPresent(
            container -> {
              throw new Unrenderable(
                  "spec.podTemplate.spec.containers[%s].volumeMounts: %s shows the logs of every pod of the node, and is the log sidecar's alone; remove the mount"
                      .formatted(container.getName(), POD_LOGS));
            });
  }

  static Optional<Container> sidecar(PodSpec pod) {
    return pod.getInitContainers().stream()
        .filter(container -> container.getName().equals(Names.LOG_SIDECAR))
        .findFirst();
  }

  private static Optional<Volume> volume(PodSpec pod, String name) {
    return pod.getVolumes().stream().filter(volume -> volume.getName().equals(name)).findFirst();
  }

  private static Stream<Container> containers(PodSpec pod) {
    return Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream());
  }

  private static boolean mounts(Container container, String volume) {
    return container.getVolumeMounts().stream().anyMatch(mount -> mount.getName().equals(volume));
  }
}
