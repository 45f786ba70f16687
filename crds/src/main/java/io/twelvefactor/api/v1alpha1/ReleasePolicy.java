package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How releases are kept. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReleasePolicy(
    @JsonPropertyDescription(
            "How many releases to keep besides the current and the target one. Default 10.")
        @Min(1)
        @Max(100)
        Integer historyLimit,
    @JsonPropertyDescription(
            "Seconds a rollout may go without progress before the release counts as failed."
                + " Default 600.")
        @Min(10)
        @Max(7200)
        Integer progressDeadlineSeconds) {}
