package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One key of a Secret of the same namespace. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SecretKey(
    @JsonPropertyDescription("Name of the Secret, in the namespace of the app.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
        String name,
    @JsonPropertyDescription("Key in the Secret.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
            value = "self.matches(" + Rules.KEY_PATTERN + ")",
            message = Rules.KEY_MESSAGE)
        String key) {}
