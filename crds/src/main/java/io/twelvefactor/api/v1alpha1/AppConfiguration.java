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
            + " [a.?configMapRef.?mountPath.orValue(a.?secretRef.?mountPath.orValue(''))]"
            + ".all(p, p == '' || self.sources.filter(b,"
            + " b.?configMapRef.?mountPath.orValue(b.?secretRef.?mountPath.orValue('')) == p)"
            + ".size() == 1))",
    fieldPath = ".sources",
    message = "two sources cannot be mounted at one path: give each a mountPath of its own")
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
            "Plain values. They may use $(NAME) of sources and backing services. Secrets do"
                + " not belong here.")
        @Size(max = 200)
        List<EnvVar> env,
    @JsonPropertyDescription("Names that must be in the environment before anything rolls out.")
        @Size(max = 200)
        List<@Size(min = 1, max = 253) String> required) {
  public AppConfiguration {
    sources = asEmpty(sources);
    env = asEmpty(env);
    required = asEmpty(required);
  }
}
