package io.twelvefactor.sample.web;

import io.twelvefactor.sample.config.LiveSettings;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once a configuration is in force.
 *
 * <p>The table is left out on purpose: when it fails it fails for every replica, and a service with
 * stale greetings is worth more than one with no endpoints.
 */
@Readiness
public class ConfigReadiness implements HealthCheck {

  private final LiveSettings settings;

  ConfigReadiness(LiveSettings settings) {
    this.settings = settings;
  }

  @Override
  public HealthCheckResponse call() {
    var check = HealthCheckResponse.named("configuration");
    settings
        .current()
        .ifPresent(
            now -> check.withData("version", now.version()).withData("table", now.tableName()));
    settings.problem().ifPresent(problem -> check.withData("problem", problem));
    return check.status(settings.current().isPresent()).build();
  }
}
