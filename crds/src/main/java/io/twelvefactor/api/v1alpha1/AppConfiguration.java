package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Factor III: config from the environment. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AppConfiguration(
    @JsonPropertyDescription(
            "Where config comes from. Every key becomes an environment variable, or a file where mountPath is given. A later source wins over an earlier one; backing services and env win over sources.")
        @Size(max = 20)
        List<ConfigSource> sources,
    @JsonPropertyDescription(
            "Plain values. They may use $(NAME) of sources and backing services. Secrets do not belong here.")
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
