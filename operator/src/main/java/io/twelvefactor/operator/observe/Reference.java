package io.twelvefactor.operator.observe;

/**
 * A reference of an app to content: a ConfigMap or Secret of its own namespace, or a profile of AWS
 * AppConfig, whose name reads {@code [region:]application/environment/profile}.
 */
public record Reference(Kind kind, String name) {
  /** The kinds that config and bindings can live in. */
  public enum Kind {
    ConfigMap,
    Secret,
    AppConfig
  }

  public static Reference configMap(String name) {
    return new Reference(Kind.ConfigMap, name);
  }

  public static Reference secret(String name) {
    return new Reference(Kind.Secret, name);
  }

  public static Reference appConfig(String profile) {
    return new Reference(Kind.AppConfig, profile);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
