package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A ConfigMap or Secret whose keys become environment variables, or files. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MountableReference(
    @JsonPropertyDescription("Name of the object, in the namespace of the app.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        String name,
    @JsonPropertyDescription(
            "Absolute path of the directory in which each key appears as a read-only file. Default: keys become environment variables.")
        @Size(min = 2, max = 512)
        @Pattern("^/[^:]*$")
        String mountPath) {}
