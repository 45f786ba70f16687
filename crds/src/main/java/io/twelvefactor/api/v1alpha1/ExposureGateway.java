package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The Gateway that an HTTPRoute is attached to; it says itself whose routes it takes. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExposureGateway(
    @JsonPropertyDescription("Name of the Gateway.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
        String name,
    @JsonPropertyDescription("Its namespace. Default: the app's own.")
        @Size(min = 1, max = 63)
        @ValidationRule(value = Rules.WORD, message = Rules.WORD_MESSAGE)
        String namespace,
    @JsonPropertyDescription("One listener of the Gateway. Default: all that fit.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
        String sectionName) {}
