package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Factor XI: logs as event streams, written to stdout and taken up by the platform. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Logs(
    @JsonPropertyDescription(
            "Platform (default): whatever collects the stdout of containers in this cluster.")
        LogMode mode) {}
