package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A process type of another app of the same namespace, reached through its Service. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AppReference(
    @JsonPropertyDescription("Name of the other TwelveFactorApp, in the namespace of this one.")
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
        String name,
    @JsonPropertyDescription("Its process type, one that binds a port. Default: web.")
        @Size(min = 1, max = 40)
        @ValidationRule(value = Rules.PROCESS_NAME, message = Rules.PROCESS_NAME_MESSAGE)
        String process) {}
