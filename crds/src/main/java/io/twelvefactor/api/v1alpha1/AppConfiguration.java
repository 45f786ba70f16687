package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Factor III: config from the environment. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.sources) || self.sources.all(a,"
            + " [a.?configMapRef.?mountPath.orValue(a.?secretRef.?mountPath.orValue("
            + "a.?appConfig.?mountPath.orValue('')))]"
            + ".all(p, p == '' || self.sources.filter(b,"
            + " b.?configMapRef.?mountPath.orValue(b.?secretRef.?mountPath.orValue("
            + "b.?appConfig.?mountPath.orValue(''))) == p).size() == 1))",
    fieldPath = ".sources",
    message = "two sources cannot be mounted at one path: give each a mountPath of its own")
@ValidationRule(
    value =
        "!has(self.sources) || self.sources.all(a, !("
            + AppConfiguration.LIVE_A
            + ") || [has(a.appConfig.prefix) ? a.appConfig.prefix : 'APPCONFIG_'].all(p,"
            + " self.sources.exists_one(b, "
            + AppConfiguration.LIVE_B
            + " && (has(b.appConfig.prefix) ? b.appConfig.prefix == p : p == 'APPCONFIG_'))))",
    fieldPath = ".sources",
    message =
        "two Live sources would share the variables that name them: give each a prefix of its own")
@ValidationRule(
    value =
        "!has(self.appConfigAgent) || (has(self.sources) && self.sources.exists(a, "
            + AppConfiguration.LIVE_A
            + "))",
    fieldPath = ".appConfigAgent",
    message = "the agent serves Live sources, and there is none: add one, or remove the agent")
@ValidationRule(
    value =
        "!has(self.appConfigAgent) || !has(self.sources) || self.sources.all(a, self.sources.all(b,"
            + " !("
            + AppConfiguration.LIVE_A
            + ") || !("
            + AppConfiguration.LIVE_B
            + ") || (has(a.appConfig.region) == has(b.appConfig.region)"
            + " && (!has(a.appConfig.region) || a.appConfig.region == b.appConfig.region))))",
    fieldPath = ".appConfigAgent",
    message = "one agent reads from one region: give all Live sources the same region")
@ValidationRule(
    value =
        "!has(self.required) || self.required.all(n, n.matches(" + Rules.ENV_NAME_PATTERN + "))",
    fieldPath = ".required",
    messageExpression =
        "self.required.filter(n, !n.matches("
            + Rules.ENV_NAME_PATTERN
            + "))[0] + \": "
            + Rules.ENV_NAME_MESSAGE
            + "\"")
public record AppConfiguration(
    @JsonPropertyDescription(
            "Where config comes from. Every key becomes an environment variable, or a file"
                + " where mountPath is given. A later source wins over an earlier one; backing"
                + " services and env win over sources.")
        @Size(max = 20)
        List<ConfigSource> sources,
    @JsonPropertyDescription(
            "Runs the AWS AppConfig Agent beside every process as a native sidecar. The app finds"
                + " the address of each Live source in <prefix>URL.")
        AppConfigAgent appConfigAgent,
    @JsonPropertyDescription(
            "Plain values. They may use $(NAME) of sources and backing services. Secrets do"
                + " not belong here.")
        @Size(max = 200)
        List<EnvVar> env,
    @JsonPropertyDescription("Names that must be in the environment before anything rolls out.")
        @Size(max = 200)
        List<@Size(min = 1, max = 253) String> required) {
  /** In CEL: a source that the app reads itself. */
  static final String LIVE_A =
      "has(a.appConfig) && (!has(a.appConfig.delivery) || a.appConfig.delivery == 'Live')";

  static final String LIVE_B =
      "has(b.appConfig) && (!has(b.appConfig.delivery) || b.appConfig.delivery == 'Live')";

  public AppConfiguration {
    sources = asEmpty(sources);
    env = asEmpty(env);
    required = asEmpty(required);
  }
}
