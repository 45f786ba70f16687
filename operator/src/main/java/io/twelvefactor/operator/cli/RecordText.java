package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.twelvefactor.api.v1alpha1.PromotionRecord;
import io.twelvefactor.api.v1alpha1.RecordedProcess;
import io.twelvefactor.operator.release.Build;
import io.twelvefactor.operator.release.ConfigInput;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Ran;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What {@code record} prints: what an app runs, to be carried to another cluster through Git. */
final class RecordText {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private RecordText() {}

  /** The YAML to be put below {@code spec} of the app in the other cluster. */
  static String of(String namespace, Release release, String readySince) {
    ReleaseInputs inputs = release.inputs();
    PromotionRecord record =
        new PromotionRecord(
            namespace + "/" + inputs.app(),
            release.number(),
            Build.digest(inputs.image()),
            readySince,
            processes(inputs.processes()),
            processes(inputs.adminProcesses()),
            keys(inputs),
            List.copyOf(Ran.bindingTypes(inputs)));
    return YAML.asYaml(Map.of("parity", Map.of("promotedFrom", Map.of("record", record))))
        .replaceFirst("^---\n", "");
  }

  private static List<RecordedProcess> processes(List<PodInputs> pods) {
    return pods.stream()
        .map(pod -> new RecordedProcess(pod.name(), pod.command(), pod.args()))
        .toList();
  }

  private static List<String> keys(ReleaseInputs inputs) {
    TreeSet<String> keys = new TreeSet<>();
    inputs.config().stream()
        .filter(config -> config.mountPath() == null && config.keys() != null)
        .map(ConfigInput::keys)
        .forEach(keys::addAll);
    inputs.bindings().forEach(b -> b.env().forEach(bound -> keys.add(bound.name())));
    inputs.env().forEach(variable -> keys.add(variable.name()));
    return List.copyOf(keys);
  }
}
