package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One key of a backing service as an environment variable. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BoundEnv(
    @JsonPropertyDescription("Name of the environment variable.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.ENV_NAME, message = Rules.ENV_NAME_MESSAGE)
        String name,
    @JsonPropertyDescription("Key of the backing service whose value it takes.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
            value = "self.matches(" + Rules.KEY_PATTERN + ")",
            message = Rules.KEY_MESSAGE)
        String key) {}
