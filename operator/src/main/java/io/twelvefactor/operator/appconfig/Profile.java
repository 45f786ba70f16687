package io.twelvefactor.operator.appconfig;

import io.twelvefactor.api.v1alpha1.AppConfigReference;
import io.twelvefactor.appconfig.ConfigurationId;

/**
 * A configuration profile as deployed to an environment, and where.
 *
 * @param region AWS region, or empty for the operator's own
 * @param id application, environment and profile, by name or id
 */
public record Profile(String region, ConfigurationId id) {

  public static Profile of(AppConfigReference reference) {
    return new Profile(
        reference.region() == null ? "" : reference.region(),
        new ConfigurationId(reference.application(), reference.environment(), reference.profile()));
  }

  /** {@code [region:]application/environment/profile}; no part can contain either separator. */
  public String name() {
    return region.isEmpty() ? id.toString() : region + ":" + id;
  }
}
