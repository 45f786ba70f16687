package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.twelvefactor.api.v1alpha1.BoundEnv;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.release.BindingInput;
import io.twelvefactor.operator.release.Fingerprint;
import io.twelvefactor.operator.release.Gap;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * IV. Treat backing services as attached resources: each known to the app by variables of its own
 * choice, and by files in the layout of the Service Binding specification.
 *
 * @see <a href="https://servicebinding.io/spec/core/1.1.0/#workload-projection">Workload
 *     projection</a>
 */
final class BackingServices implements Factor {
  private static final String ROOT = "/bindings";

  @Override
  public int number() {
    return 4;
  }

  @Override
  public String name() {
    return "backing-services";
  }

  @Override
  public void shape(PodDraft draft, PodInputs pod, ReleaseInputs release) {
    if (release.bindings().isEmpty()) {
      return;
    }
    for (int i = 0; i < release.bindings().size(); i++) {
      BindingInput binding = release.bindings().get(i);
      binding.env().forEach(bound -> draft.boundEnv(variable(release.app(), binding, bound)));
      // By position: with its own name a long one would not fit a volume's 63 characters.
      String volume = "binding-" + i;
      draft.mount(
          new VolumeBuilder()
              .withName(volume)
              .withNewProjected()
              .withSources(projections(release, binding))
              .endProjected()
              .build(),
          new VolumeMountBuilder()
              .withName(volume)
              .withMountPath(ROOT + "/" + binding.name())
              .withReadOnly(true)
              .build());
    }
    draft.env(new EnvVar("SERVICE_BINDING_ROOT", ROOT, null));
  }

  private static EnvVar variable(String app, BindingInput binding, BoundEnv bound) {
    EnvVarBuilder variable = new EnvVarBuilder().withName(bound.name());
    if (binding.source() == null) {
      return variable.withValue(binding.values().get(bound.key())).build();
    }
    return binding.source().kind() == Reference.Kind.Secret
        ? variable
            .withNewValueFrom()
            .withNewSecretKeyRef(bound.key(), binding.source().name(), null)
            .endValueFrom()
            .build()
        : variable
            .withNewValueFrom()
            .withNewConfigMapKeyRef(bound.key(), sourceMap(app, binding), null)
            .endValueFrom()
            .build();
  }

  private static List<VolumeProjection> projections(ReleaseInputs release, BindingInput binding) {
    List<VolumeProjection> sources = new ArrayList<>();
    if (binding.source() != null) {
      VolumeProjectionBuilder source = new VolumeProjectionBuilder();
      sources.add(
          binding.source().kind() == Reference.Kind.Secret
              ? source.withNewSecret().withName(binding.source().name()).endSecret().build()
              : source
                  .withNewConfigMap()
                  .withName(sourceMap(release.app(), binding))
                  .endConfigMap()
                  .build());
    }
    // Last, so that the declared type wins over a key 'type' of the source.
    var ours = new VolumeProjectionBuilder().withNewConfigMap().withName(contentName(release));
    content(binding)
        .forEach(
            (key, value) ->
                ours.addNewItem().withKey(binding.name() + "." + key).withPath(key).endItem());
    sources.add(ours.endConfigMap().build());
    return sources;
  }

  /** The ConfigMap of a binding: the frozen copy, or the original where it is followed in place. */
  private static String sourceMap(String app, BindingInput binding) {
    return binding.inPlace() ? binding.source().name() : Names.content(app, binding.digest());
  }

  /** What the Service Binding layout needs beside the source: the type, and plain values. */
  private static Map<String, String> content(BindingInput binding) {
    Map<String, String> content = new TreeMap<>(binding.values());
    content.put("type", binding.type());
    return content;
  }

  private static Map<String, String> content(ReleaseInputs release) {
    Map<String, String> all = new TreeMap<>();
    for (BindingInput binding : release.bindings()) {
      content(binding).forEach((key, value) -> all.put(binding.name() + "." + key, value));
    }
    return all;
  }

  private static String contentName(ReleaseInputs release) {
    return Names.content(release.app(), Fingerprint.hash(content(release)));
  }

  @Override
  public List<HasMetadata> surround(Setting setting) {
    return setting
        .plan()
        .live()
        .map(release -> release.inputs())
        .filter(inputs -> !inputs.bindings().isEmpty())
        .map(BackingServices::contentMap)
        .collect(
            Collectors.toMap(m -> m.getMetadata().getName(), m -> m, (a, b) -> a, TreeMap::new))
        .values()
        .stream()
        .toList();
  }

  private static HasMetadata contentMap(ReleaseInputs inputs) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(contentName(inputs))
        .withLabels(Labels.ofApp(inputs.app()))
        .addToLabels(Labels.CONTENT, "bindings")
        .endMetadata()
        .withImmutable(true)
        .withData(content(inputs))
        .build();
  }

  @Override
  public Judgement judge(Evidence seen) {
    if (seen.spec().backingServices().isEmpty()) {
      return Judgement.notApplicable("no backing service is declared");
    }
    Optional<Gap> gap = seen.plan().hold().flatMap(hold -> hold.about(Gap.Subject.BACKING_SERVICE));
    if (gap.isPresent()) {
      return Judgement.fail("backing-services/bound", gap.get().message());
    }
    return seen.running()
        .map(
            release ->
                Judgement.pass(
                    release.inputs().bindings().stream()
                        .map(binding -> attached(binding, release, seen.plan().ledger()))
                        .collect(Collectors.joining("; "))))
        .orElseGet(() -> Judgement.unknown("no release has been made yet"));
  }

  /** How a service is attached, and whether that was swapped without another build. */
  private static String attached(BindingInput binding, Release running, Ledger ledger) {
    String now = "%s (%s) by %s".formatted(binding.name(), binding.type(), binding.attachedBy());
    Optional<Release> before =
        ledger.releases().stream().filter(r -> r.number() < running.number()).findFirst();
    return before
        .filter(release -> release.inputs().image().equals(running.inputs().image()))
        .flatMap(release -> release.inputs().binding(binding.name()))
        .filter(was -> was.type().equals(binding.type()))
        .filter(was -> !was.attachedBy().equals(binding.attachedBy()))
        .map(
            was ->
                "%s, in release %d swapped from %s under the same image"
                    .formatted(now, running.number(), was.attachedBy()))
        .orElse(now);
  }
}
