package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * II. Explicitly declare and isolate dependencies: everything is in the image, nothing on the node.
 */
final class Dependencies implements Factor {
  @Override
  public int number() {
    return 2;
  }

  @Override
  public String name() {
    return "dependencies";
  }

  @Override
  public void shape(PodDraft draft, PodInputs pod, ReleaseInputs release) {
    draft
        .container()
        .withName(pod.name())
        .withImage(release.image())
        .withImagePullPolicy("IfNotPresent");
    draft
        .pod()
        .withServiceAccountName(release.serviceAccount())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withImagePullSecrets(
            release.imagePullSecrets().stream().map(LocalObjectReference::new).toList());
  }

  @Override
  public Judgement judge(Evidence seen) {
    Optional<Release> running = seen.running();
    if (running.isEmpty()) {
      return Judgement.unknown("there is no release yet");
    }
    Release release = running.get();
    Optional<Judgement> leak =
        templates(release).flatMap(template -> leaks(template, release.inputs())).findFirst();
    if (leak.isPresent()) {
      return leak.get();
    }
    ImageName wanted = ImageName.of(release.inputs().image());
    if (wanted.digest().isEmpty()) {
      return Judgement.unknown("the image has no digest to compare with what runs");
    }
    List<ImageName> run =
        seen.pods().stream()
            .filter(pod -> pod.release() == release.number())
            .map(PodFact::imageId)
            .filter(Objects::nonNull)
            .map(ImageName::of)
            .filter(image -> image.digest().isPresent())
            .distinct()
            .toList();
    if (run.isEmpty()) {
      return Judgement.unknown("no pod has said yet which image it runs");
    }
    for (ImageName image : run) {
      if (!image.digest().equals(wanted.digest())) {
        // A mirror, or an image list, has digests of its own; only the same repository tells.
        return image.repository().equals(wanted.repository())
            ? Judgement.fail(
                "dependencies/digest",
                "a pod runs %s, not the release's %s"
                    .formatted(image.digest().get(), wanted.digest().get()))
            : Judgement.unknown(
                "pods run %s from %s, which cannot be compared"
                    .formatted(ImageName.brief(image.digest().get()), image.repository()));
      }
    }
    return Judgement.pass(
        "pods run %s and use nothing of the node%s"
            .formatted(
                ImageName.brief(wanted.digest().get()),
                LogSidecar.in(release.inputs())
                    ? ", but for the log sidecar, which reads its own pod's log there"
                    : ""));
  }

  private static Stream<PodTemplateSpec> templates(Release release) {
    return Stream.concat(
        release.templates().processes().values().stream(),
        release.templates().adminProcesses().values().stream());
  }

  private static Stream<Judgement> leaks(PodTemplateSpec template, ReleaseInputs release) {
    PodSpec pod = template.getSpec();
    Stream<Judgement> host =
        Stream.of(
                Boolean.TRUE.equals(pod.getHostNetwork()) ? "hostNetwork" : null,
                Boolean.TRUE.equals(pod.getHostPID()) ? "hostPID" : null,
                Boolean.TRUE.equals(pod.getHostIPC()) ? "hostIPC" : null)
            .filter(Objects::nonNull)
            .map(field -> Judgement.breaks("dependencies/host", "spec.podTemplate.spec." + field));
    Stream<Judgement> paths =
        pod.getVolumes().stream()
            .filter(volume -> volume.getHostPath() != null)
            // The operator's own, and the sidecar's alone: PodTemplates sees to that.
            .filter(
                volume -> !LogSidecar.in(release) || !volume.getName().equals(LogSidecar.POD_LOGS))
            .map(
                volume ->
                    Judgement.breaks(
                        "dependencies/host",
                        "spec.podTemplate.spec.volumes[%s].hostPath".formatted(volume.getName())));
    Stream<Judgement> privilege =
        Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
            .filter(Dependencies::privileged)
            .map(
                c ->
                    Judgement.breaks(
                        "dependencies/privilege",
                        "spec.podTemplate.spec.containers[%s].securityContext.privileged"
                            .formatted(c.getName())));
    return Stream.of(host, paths, privilege).flatMap(s -> s);
  }

  private static boolean privileged(Container container) {
    return container.getSecurityContext() != null
        && Boolean.TRUE.equals(container.getSecurityContext().getPrivileged());
  }
}
