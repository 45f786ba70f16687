package io.twelvefactor.operator.run;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.twelvefactor.api.v1alpha1.AdminProcess;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.AdminRunSpec;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.factor.Deadline;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.release.Release;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** The Job of a run: once, without retries, in a release's own pod. */
final class RunJob {
  /** Where kubectl, too, looks for the container that is meant. */
  static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  private static final long TIMEOUT_SECONDS = 3600;

  private RunJob() {}

  /**
   * The Job that runs this in that release.
   *
   * @throws NothingToRun where the release has no such process
   */
  static Job of(AdminRun run, TwelveFactorApp app, Release release) {
    String name = run.getMetadata().getName();
    PodTemplateSpec template = template(run.getSpec(), release);
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(Labels.ofRun(run.getSpec().app(), name))
        .addToLabels(Labels.RELEASE, String.valueOf(release.number()))
        .withOwnerReferences(owner(run))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(Deadline.of(template, timeout(run.getSpec(), app)))
        .withTemplate(labelled(template, run))
        .endSpec()
        .build();
  }

  private static PodTemplateSpec template(AdminRunSpec spec, Release release) {
    if (spec.process() != null) {
      return find(
          release.templates().adminProcesses(), spec.process(), "spec.process", "admin process");
    }
    String type =
        Optional.ofNullable(spec.processType()).orElse(release.inputs().processes().get(0).name());
    PodTemplateSpec process =
        find(release.templates().processes(), type, "spec.processType", "process type");
    return CommandPod.of(process, type, spec.command(), spec.args());
  }

  private static PodTemplateSpec find(
      Map<String, PodTemplateSpec> templates, String name, String path, String what) {
    PodTemplateSpec template = templates.get(name);
    if (template == null) {
      throw new NothingToRun(path, what, name, templates.keySet());
    }
    return template;
  }

  /** A component of its own, which no Service, budget or Deployment selects. */
  private static PodTemplateSpec labelled(PodTemplateSpec template, AdminRun run) {
    Map<String, String> labels = new HashMap<>(template.getMetadata().getLabels());
    labels.remove(Labels.PROCESS);
    labels.remove(Labels.ADMIN_PROCESS);
    labels.putAll(Labels.ofRun(run.getSpec().app(), run.getMetadata().getName()));
    return new PodTemplateSpecBuilder(template)
        .editMetadata()
        .withLabels(labels)
        // What a mesh injects may come first; kubectl logs and the exit code are the command's.
        .addToAnnotations(DEFAULT_CONTAINER, template.getSpec().getContainers().get(0).getName())
        .endMetadata()
        .build();
  }

  private static long timeout(AdminRunSpec spec, TwelveFactorApp app) {
    return Optional.ofNullable(spec.timeoutSeconds())
        .or(
            () ->
                app.getSpec().adminProcesses().stream()
                    .filter(process -> process.name().equals(spec.process()))
                    .map(AdminProcess::timeoutSeconds)
                    .filter(Objects::nonNull)
                    .findFirst())
        .orElse(TIMEOUT_SECONDS);
  }

  private static OwnerReference owner(AdminRun run) {
    return new OwnerReferenceBuilder()
        .withApiVersion(run.getApiVersion())
        .withKind(run.getKind())
        .withName(run.getMetadata().getName())
        .withUid(run.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }

  /** The release has no process of that name. */
  static final class NothingToRun extends RuntimeException {
    NothingToRun(String path, String what, String name, Collection<String> known) {
      super(
          "%s: the release has no %s '%s' (it has: %s)"
              .formatted(
                  path,
                  what,
                  name,
                  known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
    }
  }
}
