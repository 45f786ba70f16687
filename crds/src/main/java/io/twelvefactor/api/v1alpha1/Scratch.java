package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** A writable directory in memory of the node, lost with the pod. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Scratch(
    @JsonPropertyDescription("Absolute path of the directory.")
        @Required
        @Size(min = 1, max = 512)
        @ValidationRule(value = Rules.DIRECTORY, message = Rules.DIRECTORY_MESSAGE)
        String path,
    @JsonPropertyDescription("Most it may hold. Default 64Mi.") Quantity sizeLimit) {}
