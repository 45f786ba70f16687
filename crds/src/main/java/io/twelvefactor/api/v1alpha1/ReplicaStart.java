package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How a replica started. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReplicaStart(
    @JsonPropertyDescription("Number of the release it is of.") Integer release,
    @JsonPropertyDescription(
            "Seconds from the start of the app's own container until it was ready.")
        Integer seconds) {}
