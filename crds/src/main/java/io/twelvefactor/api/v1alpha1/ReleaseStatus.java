package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One release: build and config, under a number that is never used again. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReleaseStatus(
    @JsonPropertyDescription("Number of the release.") @Required Integer number,
    @JsonPropertyDescription("The image of the release.") @Size(max = 512) String image,
    @JsonPropertyDescription("Hash of everything the release is made of.") @Size(max = 64)
        String fingerprint,
    @JsonPropertyDescription("Revision of the codebase, where the spec named one.") @Size(max = 128)
        String revision,
    @JsonPropertyDescription("When the release was made (RFC 3339).") @Size(max = 40)
        String createdAt,
    @JsonPropertyDescription("What became of it.") ReleaseOutcome outcome,
    @JsonPropertyDescription("What led to it.") @Size(max = 512) String cause,
    @JsonPropertyDescription("Digest of the image, where the spec named one.") @Size(max = 160)
        String digest,
    @JsonPropertyDescription("Field manager that wrote the spec, where that led to it.")
        @Size(max = 128)
        String manager,
    @JsonPropertyDescription("Why it could not be brought up.") @Size(max = 1024) String reason,
    @JsonPropertyDescription(
            "true: it goes back to an earlier release that refers to Secrets, which have today's"
                + " values and not those of then.")
        Boolean secretsCurrent) {}
