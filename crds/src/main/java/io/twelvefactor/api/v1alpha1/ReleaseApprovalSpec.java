package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The spec of a {@link ReleaseApproval}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReleaseApprovalSpec(
    @JsonPropertyDescription("Name of the TwelveFactorApp, in the namespace of the approval.")
        @Required
        @Size(min = 1, max = 40)
        @ValidationRule(value = Rules.PROCESS_NAME, message = Rules.APP_NAME_MESSAGE)
        String app,
    @JsonPropertyDescription("Number of the release, as the app's status tells it.")
        @Required
        @Min(1)
        @Max(999999999)
        Integer release,
    @JsonPropertyDescription("Digest of its image.")
        @Required
        @Size(max = 128)
        @ValidationRule(
            value = "self.matches('^sha256:[0-9a-f]{64}$')",
            message = "a digest reads sha256: and 64 hex digits")
        String digest,
    @JsonPropertyDescription(
            "Fingerprint of the release, or the first 8 or more digits of it: then the approval is"
                + " for exactly this config, too.")
        @Size(min = 8, max = 64)
        @ValidationRule(
            value = "self.matches('^[0-9a-f]{8,64}$')",
            message = "a fingerprint is 8 to 64 hex digits")
        String fingerprint,
    @JsonPropertyDescription("The user who approves; a policy refuses anybody else's name.")
        @Required
        @Size(min = 1, max = 253)
        String approvedBy) {}
