package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;

/** A writable directory in memory of the node, lost with the pod. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Scratch(
    @JsonPropertyDescription("Absolute path of the directory.")
        @Required
        @Size(min = 2, max = 512)
        @Pattern("^/[^:]*$")
        String path,
    @JsonPropertyDescription("Most it may hold. Default 64Mi.") Quantity sizeLimit) {}
