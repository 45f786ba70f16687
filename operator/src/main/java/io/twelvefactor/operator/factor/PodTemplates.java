package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.ReleaseInputs;
import io.twelvefactor.operator.release.TemplateRenderer;
import io.twelvefactor.operator.release.Templates;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Renders pod templates: every factor's shape in turn, then the app's own patch over the result.
 */
public final class PodTemplates implements TemplateRenderer {

  @Override
  public Templates render(ReleaseInputs inputs, int number) {
    return new Templates(
        render(inputs.processes(), inputs, number),
        render(inputs.adminProcesses(), inputs, number),
        inputs.release() == null ? null : render(inputs.release(), inputs, number));
  }

  private static Map<String, PodTemplateSpec> render(
      List<PodInputs> pods, ReleaseInputs inputs, int number) {
    Map<String, PodTemplateSpec> templates = new TreeMap<>();
    pods.forEach(pod -> templates.put(pod.name(), render(pod, inputs, number)));
    return templates;
  }

  private static PodTemplateSpec render(PodInputs pod, ReleaseInputs inputs, int number) {
    PodDraft draft = new PodDraft();
    if (inputs.podMetadata() != null) {
      draft.labels(inputs.podMetadata().labels());
      draft.annotations(inputs.podMetadata().annotations());
    }
    Factors.ALL.forEach(factor -> factor.shape(draft, pod, inputs));
    // Last, so that neither the app's labels nor any factor can move a pod to another selector.
    draft.labels(
        switch (pod.role()) {
          case PROCESS -> Labels.ofProcess(inputs.app(), pod.name());
          case ADMIN -> Labels.ofAdminProcess(inputs.app(), pod.name());
          case RELEASE -> Labels.ofReleaseCommand(inputs.app(), pod.name());
        });
    draft.labels(Map.of(Labels.RELEASE, String.valueOf(number)));
    return StrategicMerge.patch(draft.build(), inputs.podTemplate());
  }
}
