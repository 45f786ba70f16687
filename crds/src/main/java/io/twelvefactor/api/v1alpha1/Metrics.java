package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where a process serves Prometheus metrics. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Metrics(
    @JsonPropertyDescription("Port of the metrics.") @Required @Min(1) @Max(65535) Integer port,
    @JsonPropertyDescription("Path of the metrics. Default /metrics.")
        @Size(min = 1, max = 1024)
        @ValidationRule(value = Rules.URL_PATH, message = Rules.URL_PATH_MESSAGE)
        String path) {}
