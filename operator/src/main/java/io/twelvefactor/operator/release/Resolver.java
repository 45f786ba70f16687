package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.AppConfiguration;
import io.twelvefactor.api.v1alpha1.EnvVar;
import io.twelvefactor.api.v1alpha1.LocalReference;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import io.twelvefactor.operator.observe.Facts;
import java.util.List;
import java.util.Optional;

/**
 * Resolves what an app declares against what exists: the inputs of a release, or what is missing.
 */
public final class Resolver {
  private Resolver() {}

  /**
   * The inputs of the release that this spec and these facts call for.
   *
   * @param latest the release before, if any: what AppConfig held then stands in for what it cannot
   *     tell now
   */
  public static Resolution resolve(TwelveFactorApp app, Facts facts, Optional<Release> latest) {
    TwelveFactorAppSpec spec = app.getSpec();
    Gaps gaps = new Gaps();
    List<ConfigInput> config = new ConfigSources(app, facts, latest, gaps).resolve();
    List<BindingInput> bindings = new BackingServiceSources(app, facts, gaps).resolve();
    LogInput logs = new LogSource(app, facts, gaps).resolve();
    if (facts.attached().routesUnseen() != null) {
      gaps.exposure(
          "HttpRouteUnavailable",
          "spec.processes[].expose.via: HTTPRoute cannot be used: %s; install the Gateway API, or set via: Ingress"
              .formatted(facts.attached().routesUnseen()));
    }
    List<EnvVar> env = spec.config() == null ? List.of() : spec.config().env();
    if (gaps.isEmpty() && spec.config() != null) {
      require(spec.config(), Environment.of(config, bindings, env), gaps);
    }
    if (!gaps.isEmpty()) {
      return new Resolution.Unresolved(gaps.hold());
    }
    return new Resolution.Resolved(
        new ReleaseInputs(
            app.getMetadata().getName(),
            spec.image(),
            spec.imagePullSecrets().stream().map(LocalReference::name).toList(),
            serviceAccount(app),
            config,
            spec.config() == null ? null : spec.config().appConfigAgent(),
            env,
            bindings,
            ProcessTypes.of(spec).stream().map(PodInputs::of).toList(),
            spec.adminProcesses().stream().map(PodInputs::of).toList(),
            spec.podMetadata(),
            spec.podTemplate(),
            logs,
            PodInputs.of(spec.release())));
  }

  private static String serviceAccount(TwelveFactorApp app) {
    TwelveFactorAppSpec spec = app.getSpec();
    return spec.serviceAccount() == null || spec.serviceAccount().name() == null
        ? app.getMetadata().getName()
        : spec.serviceAccount().name();
  }

  /** Names every key that will not be there, and where it was looked for. */
  private static void require(AppConfiguration config, Environment environment, Gaps gaps) {
    for (String name : config.required()) {
      if (!environment.origins().containsKey(name)) {
        gaps.config(
            "RequiredConfigMissing",
            "spec.config.required: %s is in none of %s"
                .formatted(name, String.join(", ", environment.sources())));
      }
    }
  }
}
