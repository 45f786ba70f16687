package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Where a process serves Prometheus metrics. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Metrics(
    @JsonPropertyDescription("Port of the metrics.") @Required @Min(1) @Max(65535) Integer port,
    @JsonPropertyDescription("Path of the metrics. Default /metrics.")
        @Size(min = 1, max = 1024)
        @Pattern("^/.*$")
        String path) {}
