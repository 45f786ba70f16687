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
  private final String logImage;

  /** Where no image is set for log sidecars, so that each app names its own. */
  public PodTemplates() {
    this(null);
  }

  /**
   * @param logImage of the log sidecars of apps that name none, or null
   */
  public PodTemplates(String logImage) {
    this.logImage = logImage;
  }

  @Override
  public Templates render(ReleaseInputs declared, int number) {
    ReleaseInputs inputs = declared.withDefaultLogImage(logImage);
    return new Templates(
        render(inputs.processes(), inputs, number),
        render(inputs.adminProcesses(), inputs, number),
        inputs.release() == null ? null : render(inputs.release(), inputs, number),
        LogSidecar.in(inputs) ? FluentBit.config(inputs.logs().declared()) : null);
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
    PodTemplateSpec rendered = draft.build();
    PodTemplateSpec patched = StrategicMerge.patch(rendered, inputs.podTemplate());
    LogSidecar.requireUntouched(rendered, patched);
    return patched;
  }
}
