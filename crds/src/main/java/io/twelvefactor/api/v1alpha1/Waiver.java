package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An excuse from one rule. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Waiver(
    @JsonPropertyDescription("Id of the rule, such as disposability/grace.")
        @Required
        @Size(min = 3, max = 100)
        @Pattern("^[a-z-]+/[a-z0-9-]+$")
        String rule,
    @JsonPropertyDescription("Why the app is excused, and where that was decided.")
        @Required
        @Size(min = 10, max = 500)
        String reason,
    @JsonPropertyDescription("Last day on which the waiver holds, as YYYY-MM-DD. Default: no end.")
        @Size(min = 10, max = 10)
        @Pattern("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
        String expires) {}
