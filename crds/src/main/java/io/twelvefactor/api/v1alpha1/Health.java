package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Checks of a replica. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Health(
    @JsonPropertyDescription("Whether the replica may receive requests.") HealthCheck readiness,
    @JsonPropertyDescription(
            "Whether the replica is alive; it is restarted when not. Default: none, a crash"
                + " being seen without it.")
        HealthCheck liveness,
    @JsonPropertyDescription("How long a start may take.") Startup startup) {}
