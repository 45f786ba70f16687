package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** Factor I: one codebase tracked in revision control, many deploys. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Codebase(
    @JsonPropertyDescription(
            "Address of the repository, for people and for the verdict of factor I.")
        @Size(min = 1, max = 512)
        String repository,
    @JsonPropertyDescription(
            "The revision the image was built from. Recorded on releases, never on pods, so it"
                + " restarts nothing.")
        @Size(min = 1, max = 128)
        String revision) {}
