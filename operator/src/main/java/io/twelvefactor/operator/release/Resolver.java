package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.AppConfiguration;
import io.twelvefactor.api.v1alpha1.BackingService;
import io.twelvefactor.api.v1alpha1.BoundEnv;
import io.twelvefactor.api.v1alpha1.ConfigSource;
import io.twelvefactor.api.v1alpha1.EnvVar;
import io.twelvefactor.api.v1alpha1.LocalReference;
import io.twelvefactor.api.v1alpha1.LogMode;
import io.twelvefactor.api.v1alpha1.MountableReference;
import io.twelvefactor.api.v1alpha1.Rotation;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.observe.References;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves what an app declares against what exists: the inputs of a release, or what is missing.
 */
public final class Resolver {
  private final TwelveFactorApp app;
  private final Facts facts;
  private final List<String> missing = new ArrayList<>();
  private String reason;

  private Resolver(TwelveFactorApp app, Facts facts) {
    this.app = app;
    this.facts = facts;
  }

  /** The inputs of the release that this spec and these facts call for. */
  public static Resolution resolve(TwelveFactorApp app, Facts facts) {
    return new Resolver(app, facts).resolve();
  }

  private Resolution resolve() {
    TwelveFactorAppSpec spec = app.getSpec();
    List<ConfigInput> config = config(spec.config());
    List<BindingInput> bindings = bindings(spec.backingServices());
    List<EnvVar> env = spec.config() == null ? List.of() : spec.config().env();
    if (missing.isEmpty()) {
      requireKeys(spec.config(), config, bindings, env);
    }
    if (!missing.isEmpty()) {
      return new Resolution.Unresolved(Hold.waiting(reason, String.join("; ", missing)));
    }
    return new Resolution.Resolved(
        new ReleaseInputs(
            app.getMetadata().getName(),
            spec.image(),
            spec.imagePullSecrets().stream().map(LocalReference::name).toList(),
            serviceAccount(spec),
            config,
            env,
            bindings,
            ProcessTypes.of(spec).stream().map(PodInputs::of).toList(),
            spec.adminProcesses().stream().map(PodInputs::of).toList(),
            spec.podMetadata(),
            spec.podTemplate(),
            spec.logs() == null || spec.logs().mode() == LogMode.Platform
                ? null
                : spec.logs().mode(),
            PodInputs.of(spec.release())));
  }

  private String serviceAccount(TwelveFactorAppSpec spec) {
    return spec.serviceAccount() == null || spec.serviceAccount().name() == null
        ? app.getMetadata().getName()
        : spec.serviceAccount().name();
  }

  private List<ConfigInput> config(AppConfiguration configuration) {
    List<ConfigInput> inputs = new ArrayList<>();
    List<ConfigSource> sources = configuration == null ? List.of() : configuration.sources();
    for (int i = 0; i < sources.size(); i++) {
      ConfigSource source = sources.get(i);
      boolean isMap = source.configMapRef() != null;
      MountableReference named = isMap ? source.configMapRef() : source.secretRef();
      Reference reference = References.of(source);
      String path = "spec.config.sources[%d].%s".formatted(i, isMap ? "configMapRef" : "secretRef");
      content(reference, path, "ConfigMissing")
          .ifPresent(
              content ->
                  inputs.add(
                      new ConfigInput(
                          reference, named.mountPath(), content.digest(), sorted(content.keys()))));
    }
    return inputs;
  }

  private List<BindingInput> bindings(List<BackingService> services) {
    List<BindingInput> inputs = new ArrayList<>();
    for (int i = 0; i < services.size(); i++) {
      binding(services.get(i), "spec.backingServices[%d]".formatted(i)).ifPresent(inputs::add);
    }
    return inputs;
  }

  private Optional<BindingInput> binding(BackingService service, String path) {
    if (service.secretRef() == null && service.configMapRef() == null) {
      requireBoundKeys(service, service.values().keySet(), path, "values");
      return Optional.of(
          new BindingInput(
              service.name(),
              service.type(),
              null,
              service.values(),
              null,
              List.of(),
              service.env()));
    }
    boolean isSecret = service.secretRef() != null;
    Reference source =
        isSecret
            ? Reference.secret(service.secretRef().name())
            : Reference.configMap(service.configMapRef().name());
    Optional<Content> content =
        content(
            source, path + (isSecret ? ".secretRef" : ".configMapRef"), "BackingServiceMissing");
    content.ifPresent(c -> requireBoundKeys(service, c.keys(), path, source.toString()));
    boolean inPlace = service.rotation() == Rotation.InPlace;
    return content.map(
        c ->
            new BindingInput(
                service.name(),
                service.type(),
                source,
                null,
                inPlace ? null : c.digest(),
                inPlace ? List.of() : sorted(c.keys()),
                service.env()));
  }

  private Optional<Content> content(Reference reference, String path, String reasonIfMissing) {
    Optional<Content> content = facts.content(reference);
    if (content.isEmpty()) {
      report(
          reasonIfMissing,
          "%s: %s does not exist in namespace %s; create it, or name another"
              .formatted(path, reference, app.getMetadata().getNamespace()));
    }
    return content;
  }

  private void requireBoundKeys(
      BackingService service, Set<String> keys, String path, String source) {
    for (BoundEnv bound : service.env()) {
      if (!keys.contains(bound.key())) {
        report(
            "BackingServiceIncomplete",
            "%s.env: %s has no key '%s' for %s (it has: %s)"
                .formatted(path, source, bound.key(), bound.name(), sorted(keys)));
      }
    }
  }

  private void requireKeys(
      AppConfiguration configuration,
      List<ConfigInput> config,
      List<BindingInput> bindings,
      List<EnvVar> env) {
    if (configuration == null) {
      return;
    }
    Set<String> present = new LinkedHashSet<>(List.of("PORT"));
    Set<String> lookedAt = new LinkedHashSet<>();
    for (ConfigInput source : config) {
      if (source.mountPath() == null) {
        present.addAll(source.keys());
        lookedAt.add(source.source().toString());
      }
    }
    for (BindingInput binding : bindings) {
      binding.env().forEach(bound -> present.add(bound.name()));
      lookedAt.add("backing service " + binding.name());
    }
    env.forEach(variable -> present.add(variable.name()));
    lookedAt.add("spec.config.env");
    for (String name : configuration.required()) {
      if (!present.contains(name)) {
        report(
            "RequiredConfigMissing",
            "spec.config.required: %s is in none of %s"
                .formatted(name, String.join(", ", lookedAt)));
      }
    }
  }

  private void report(String why, String message) {
    if (reason == null) {
      reason = why;
    }
    missing.add(message);
  }

  private static List<String> sorted(Set<String> keys) {
    return keys.stream().sorted().toList();
  }
}
