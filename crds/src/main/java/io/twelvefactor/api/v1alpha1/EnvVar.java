package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A plain environment variable. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EnvVar(
    @JsonPropertyDescription("Name of the variable.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.ENV_NAME, message = Rules.ENV_NAME_MESSAGE)
        String name,
    @JsonPropertyDescription(
            "Value of the variable; $(NAME) stands for an earlier one. Default: empty.")
        @Size(max = 16384)
        String value) {}
