package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A ConfigMap or Secret whose keys become environment variables, or files. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MountableReference(
    @JsonPropertyDescription("Name of the object, in the namespace of the app.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
        String name,
    @JsonPropertyDescription(
            "Absolute path of the directory in which each key appears as a read-only file."
                + " Default: keys become environment variables.")
        @Size(min = 1, max = 512)
        @ValidationRule(value = Rules.DIRECTORY, message = Rules.DIRECTORY_MESSAGE)
        String mountPath) {}
