package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** As metav1.Condition. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Condition(
    @JsonPropertyDescription("Type of the condition.") @Required @Size(min = 1, max = 316)
        String type,
    @JsonPropertyDescription("True, False or Unknown.")
        @Required
        @Size(max = 7)
        @Pattern("^(True|False|Unknown)$")
        String status,
    @JsonPropertyDescription("One CamelCase word for programs.")
        @Required
        @Size(min = 1, max = 1024)
        String reason,
    @JsonPropertyDescription("What is so, where, and what to do about it.") @Size(max = 32768)
        String message,
    @JsonPropertyDescription("When the status of the condition last changed (RFC 3339).")
        @Required
        @Size(max = 40)
        String lastTransitionTime,
    @JsonPropertyDescription("Generation of the spec that the condition speaks of.")
        Long observedGeneration) {}
