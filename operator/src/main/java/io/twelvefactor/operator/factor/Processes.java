package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.twelvefactor.api.v1alpha1.Scratch;
import io.twelvefactor.operator.observe.Setback;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * VI. Execute the app as one or more stateless processes: nothing they write outlives them.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security
 *     Standards, profile Restricted</a>
 */
final class Processes implements Factor {
  private static final Quantity SCRATCH_LIMIT = new Quantity("64Mi");

  @Override
  public int number() {
    return 6;
  }

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public void shape(PodDraft draft, PodInputs pod, ReleaseInputs release) {
    draft
        .container()
        .withCommand(pod.command())
        .withArgs(pod.args())
        .withSecurityContext(restricted().build());
    draft
        .pod()
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(pod.runAsUser())
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext();
    scratch(draft, "tmp", new Scratch("/tmp", null));
    for (int i = 0; i < pod.scratch().size(); i++) {
      scratch(draft, "scratch-" + i, pod.scratch().get(i));
    }
  }

  /** What every container of a pod gives up, sidecars included. */
  static SecurityContextBuilder restricted() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities();
  }

  private static void scratch(PodDraft draft, String name, Scratch scratch) {
    Volume volume =
        new VolumeBuilder()
            .withName(name)
            .withNewEmptyDir()
            .withSizeLimit(scratch.sizeLimit() == null ? SCRATCH_LIMIT : scratch.sizeLimit())
            .endEmptyDir()
            .build();
    draft.mount(
        volume, new VolumeMountBuilder().withName(name).withMountPath(scratch.path()).build());
  }

  @Override
  public Judgement judge(Evidence seen) {
    Optional<Release> running = seen.running();
    if (running.isEmpty()) {
      return Judgement.unknown("there is no release yet");
    }
    Optional<Volume> claim =
        running.get().templates().processes().values().stream()
            .flatMap(template -> template.getSpec().getVolumes().stream())
            .filter(v -> v.getPersistentVolumeClaim() != null || v.getEphemeral() != null)
            .findFirst();
    return claim
        .map(
            volume ->
                Judgement.breaks(
                    "processes/volumes",
                    "spec.podTemplate.spec.volumes[%s]".formatted(volume.getName())))
        .orElseGet(
            () ->
                Judgement.pass(
                    "root file system read-only, no storage claimed, not root"
                        + setbacks(seen, running.get())));
  }

  /**
   * The last of each process type. None breaks the factor: that any replica may go at any time is
   * what it asks for.
   */
  private static String setbacks(Evidence seen, Release running) {
    Map<String, Setback> last = new TreeMap<>();
    seen.pods().stream()
        .filter(pod -> pod.release() == running.number() && pod.setback() != null)
        .forEach(
            pod ->
                last.merge(
                    pod.process(),
                    pod.setback(),
                    BinaryOperator.maxBy(
                        Comparator.comparing(Setback::at).thenComparing(Setback::why))));
    return last.entrySet().stream()
        .map(entry -> "; %s %s".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining());
  }
}
