package io.twelvefactor.operator.observe;

import io.twelvefactor.api.v1alpha1.BackingService;
import io.twelvefactor.api.v1alpha1.ConfigSource;
import io.twelvefactor.api.v1alpha1.Logs;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import io.twelvefactor.operator.appconfig.Profile;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what an app refers to. */
public final class References {
  private References() {}

  /** Every ConfigMap and Secret that an app names and whose content it depends on. */
  public static Set<Reference> of(TwelveFactorAppSpec spec) {
    Set<Reference> references = new LinkedHashSet<>();
    for (ConfigSource source : sources(spec)) {
      if (source.appConfig() == null) {
        references.add(of(source));
      }
    }
    for (BackingService service : spec.backingServices()) {
      if (service.secretRef() != null) {
        references.add(Reference.secret(service.secretRef().name()));
      }
      if (service.configMapRef() != null) {
        references.add(Reference.configMap(service.configMapRef().name()));
      }
    }
    logSecret(spec).ifPresent(references::add);
    return references;
  }

  /** The Secret that holds what the log sidecar shows to its sink, if it shows anything. */
  public static Optional<Reference> logSecret(TwelveFactorAppSpec spec) {
    return Optional.ofNullable(spec.logs())
        .flatMap(Logs::secret)
        .map(key -> Reference.secret(key.name()));
  }

  /** Every profile of AppConfig that an app names. */
  public static Set<Profile> profiles(TwelveFactorAppSpec spec) {
    return sources(spec).stream()
        .map(ConfigSource::appConfig)
        .filter(Objects::nonNull)
        .map(Profile::of)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<ConfigSource> sources(TwelveFactorAppSpec spec) {
    return spec.config() == null ? List.of() : spec.config().sources();
  }

  /** What one config source refers to. */
  public static Reference of(ConfigSource source) {
    if (source.appConfig() != null) {
      return Reference.appConfig(Profile.of(source.appConfig()).name());
    }
    return source.configMapRef() != null
        ? Reference.configMap(source.configMapRef().name())
        : Reference.secret(source.secretRef().name());
  }
}
