package io.twelvefactor.operator.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.twelvefactor.api.v1alpha1.AppConfigReference;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A profile of AppConfig that the app reads itself: what it must be told to do so.
 *
 * @param application name or id
 * @param environment name or id
 * @param profile name or id
 * @param region AWS region, or null for the pod's own
 * @param prefix of the variables that tell it
 * @param agent whether the AppConfig Agent runs beside the app
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LiveInput(
    String application,
    String environment,
    String profile,
    String region,
    String prefix,
    Boolean agent) {
  /** The AppConfig Agent's own default. */
  public static final int AGENT_PORT = 2772;

  static LiveInput of(AppConfigReference reference, boolean agent) {
    return new LiveInput(
        reference.application(),
        reference.environment(),
        reference.profile(),
        reference.region(),
        reference.prefix() == null ? AppConfigReference.DEFAULT_PREFIX : reference.prefix(),
        agent ? true : null);
  }

  /**
   * The variables that tell the app, in order. The agent's address is as its user guide has it:
   * {@code /applications/…/environments/…/configurations/…}.
   */
  public Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(prefix + "APPLICATION", application);
    variables.put(prefix + "ENVIRONMENT", environment);
    variables.put(prefix + "PROFILE", profile);
    if (region != null) {
      variables.put(prefix + "REGION", region);
    }
    if (Boolean.TRUE.equals(agent)) {
      variables.put(
          prefix + "URL",
          "http://localhost:%d/applications/%s/environments/%s/configurations/%s"
              .formatted(AGENT_PORT, escaped(application), escaped(environment), escaped(profile)));
    }
    return variables;
  }

  private static String escaped(String segment) {
    return java.net.URLEncoder.encode(segment, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }
}
