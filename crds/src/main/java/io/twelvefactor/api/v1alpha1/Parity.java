package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** Factor X: what has to be before a new release of this deploy is rolled out. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.readyForSeconds) || has(self.promotedFrom)",
    fieldPath = ".readyForSeconds",
    message =
        "readyForSeconds says for how long the source must have run it, which is missing: add"
            + " promotedFrom")
public record Parity(
    @JsonPropertyDescription(
            "The deploy that must have run the same image digest, process types and commands"
                + " before this one rolls them out.")
        PromotedFrom promotedFrom,
    @JsonPropertyDescription("For how many seconds it must have run there. Default 0.")
        @Min(0)
        @Max(2592000)
        Integer readyForSeconds,
    @JsonPropertyDescription(
            "Required: each new release waits until a ReleaseApproval for it exists.")
        Approval approval) {}
