package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.twelvefactor.api.v1alpha1.AppConfiguration;
import io.twelvefactor.api.v1alpha1.ConfigDelivery;
import io.twelvefactor.api.v1alpha1.ConfigSourceStatus;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.release.ConfigInput;
import io.twelvefactor.operator.release.Environment;
import io.twelvefactor.operator.release.Gap;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** III. Store config in the environment. */
final class Config implements Factor {
  @Override
  public int number() {
    return 3;
  }

  @Override
  public String name() {
    return "config";
  }

  @Override
  public void shape(PodDraft draft, PodInputs pod, ReleaseInputs release) {
    for (int i = 0; i < release.config().size(); i++) {
      ConfigInput config = release.config().get(i);
      if (config.live() != null) {
        // First in the list, so that spec.config.env can be composed of them.
        config
            .live()
            .variables()
            .forEach((name, value) -> draft.boundEnv(new EnvVar(name, value, null)));
      } else if (config.mountPath() == null) {
        environment(draft, release.app(), config);
      } else {
        files(draft, release.app(), config, "config-" + i);
      }
    }
    if (release.appConfigAgent() != null) {
      AppConfigSidecar.add(draft, release);
    }
    release
        .env()
        .forEach(
            variable ->
                draft.env(new EnvVar(variable.name(), nullIfEmpty(variable.value()), null)));
  }

  private static void environment(PodDraft draft, String app, ConfigInput config) {
    EnvFromSourceBuilder source = new EnvFromSourceBuilder();
    draft.envFrom(
        config.source().kind() == Reference.Kind.Secret
            ? source.withNewSecretRef().withName(config.source().name()).endSecretRef().build()
            : source
                .withNewConfigMapRef()
                .withName(Names.content(app, config.digest()))
                .endConfigMapRef()
                .build());
  }

  private static void files(PodDraft draft, String app, ConfigInput config, String name) {
    VolumeBuilder volume = new VolumeBuilder().withName(name);
    Volume source =
        config.source().kind() == Reference.Kind.Secret
            ? volume.withNewSecret().withSecretName(config.source().name()).endSecret().build()
            : volume
                .withNewConfigMap()
                .withName(Names.content(app, config.digest()))
                .endConfigMap()
                .build();
    draft.mount(
        source,
        new VolumeMountBuilder()
            .withName(name)
            .withMountPath(config.mountPath())
            .withReadOnly(true)
            .build());
  }

  /** An empty value is stored as an absent one: writing it would look like a change for ever. */
  private static String nullIfEmpty(String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  @Override
  public Judgement judge(Evidence seen) {
    Optional<Gap> gap = seen.plan().hold().flatMap(hold -> hold.about(Gap.Subject.CONFIG));
    if (gap.isPresent()) {
      return Judgement.fail("config/present", gap.get().message());
    }
    AppConfiguration config = seen.spec().config();
    if (config == null) {
      return Judgement.notApplicable("no config is declared");
    }
    List<String> evidence = new ArrayList<>();
    if (!config.required().isEmpty()) {
      evidence.add("present: " + String.join(", ", config.required()));
    }
    seen.running().ifPresent(release -> evidence.addAll(sources(release)));
    seen.config().forEach(source -> version(source).ifPresent(evidence::add));
    if (evidence.isEmpty()) {
      evidence.add("%d plain values".formatted(config.env().size()));
    }
    return Judgement.pass(String.join("; ", evidence));
  }

  private static List<String> sources(Release release) {
    List<String> sources = new ArrayList<>();
    for (ConfigInput config : release.inputs().config()) {
      sources.add(
          config.live() != null
              ? "%s is read by the app itself".formatted(config.source())
              : "%s in release %d (%d keys)"
                  .formatted(config.source(), release.number(), config.keys().size()));
    }
    sources.addAll(Environment.of(release.inputs()).hidden());
    return sources;
  }

  /** What the operator's own session was given last. */
  private static Optional<String> version(ConfigSourceStatus source) {
    return Optional.ofNullable(source.version())
        .map(
            version ->
                "AppConfig %s is at version %s since %s%s"
                    .formatted(
                        source.source(),
                        version,
                        source.since(),
                        source.delivery() == ConfigDelivery.Live
                            ? " as the operator sees it; pods may hold another while AppConfig"
                                + " deploys gradually"
                            : ""));
  }
}
