package io.twelvefactor.operator.observe;

import io.twelvefactor.api.v1alpha1.BackingService;
import io.twelvefactor.api.v1alpha1.ConfigSource;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds what an app refers to. */
public final class References {
  private References() {}

  /** Every ConfigMap and Secret whose content an app depends on. */
  public static Set<Reference> of(TwelveFactorAppSpec spec) {
    Set<Reference> references = new LinkedHashSet<>();
    if (spec.config() != null) {
      for (ConfigSource source : spec.config().sources()) {
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
    return references;
  }

  /** What one config source refers to. */
  public static Reference of(ConfigSource source) {
    return source.configMapRef() != null
        ? Reference.configMap(source.configMapRef().name())
        : Reference.secret(source.secretRef().name());
  }
}
