package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** How long a start may take before the replica counts as failed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Startup(
    @JsonPropertyDescription(
            "Seconds from start to the first successful liveness (or else readiness) check.")
        @Required
        @Min(1)
        @Max(3600)
        Integer seconds) {}
