package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/**
 * Factor IX: graceful stop. Order: the platform waits preStopSeconds while traffic moves away,
 * sends SIGTERM, waits drainSeconds for the process to exit with 0, then kills it.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Shutdown(
    @JsonPropertyDescription(
            "Seconds the process may take after SIGTERM to finish its work. Default 20.")
        @Min(1)
        @Max(3600)
        Integer drainSeconds,
    @JsonPropertyDescription(
            "Seconds between the decision to stop and SIGTERM, in which load balancers stop"
                + " sending requests. Default 5 with a port, 15 behind an Application Load"
                + " Balancer, else 0.")
        @Min(0)
        @Max(600)
        Integer preStopSeconds) {}
