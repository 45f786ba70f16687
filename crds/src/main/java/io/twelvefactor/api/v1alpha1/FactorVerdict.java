package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The verdict on one factor. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FactorVerdict(
    @JsonPropertyDescription("Name of the factor.") @Required @Size(max = 40) String name,
    @JsonPropertyDescription("Its number among the twelve.") Integer number,
    @JsonPropertyDescription("Pass, Fail, Waived, Unknown (cannot be seen) or NotApplicable.")
        Verdict verdict,
    @JsonPropertyDescription("What the verdict rests on.") @Size(max = 1024) String evidence) {}
