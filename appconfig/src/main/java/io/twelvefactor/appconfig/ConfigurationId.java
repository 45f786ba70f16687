package io.twelvefactor.appconfig;

import java.util.Objects;

/**
 * Which configuration: each part is a name or an id as AppConfig takes them, 1 to 128 characters.
 *
 * @throws IllegalArgumentException when a part is empty or longer
 */
public record ConfigurationId(String application, String environment, String profile) {

  private static final int LONGEST = 128;

  public ConfigurationId {
    check("application", application);
    check("environment", environment);
    check("profile", profile);
  }

  private static void check(String part, String value) {
    Objects.requireNonNull(value, part);
    if (value.isBlank() || value.length() > LONGEST) {
      throw new IllegalArgumentException(
          "AppConfig %s \"%s\" is not a name or id of 1 to %d characters"
              .formatted(part, value, LONGEST));
    }
  }

  @Override
  public String toString() {
    return application + "/" + environment + "/" + profile;
  }
}
