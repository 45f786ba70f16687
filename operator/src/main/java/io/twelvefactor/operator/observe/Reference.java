package io.twelvefactor.operator.observe;

/** A reference of an app to a ConfigMap or Secret of its own namespace. */
public record Reference(Kind kind, String name) {
  /** The kinds that config and bindings can live in. */
  public enum Kind {
    ConfigMap,
    Secret
  }

  public static Reference configMap(String name) {
    return new Reference(Kind.ConfigMap, name);
  }

  public static Reference secret(String name) {
    return new Reference(Kind.Secret, name);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
