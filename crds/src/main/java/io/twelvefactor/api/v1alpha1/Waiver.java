package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An excuse from one rule. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Waiver(
    @JsonPropertyDescription("Id of the rule, such as disposability/grace.")
        @Required
        @Size(min = 1, max = 100)
        @ValidationRule(
            value = "self.matches('^[a-z-]+/[a-z0-9-]+$')",
            message = "a rule is named <factor>/<rule>, such as disposability/grace")
        String rule,
    @JsonPropertyDescription("Why the app is excused, and where that was decided.")
        @Required
        @Size(min = 1, max = 500)
        @ValidationRule(
            value = "size(self) >= 10",
            message =
                "say in 10 characters or more why the app is excused and where that was decided")
        String reason,
    @JsonPropertyDescription("Last day on which the waiver holds, as YYYY-MM-DD. Default: no end.")
        @Size(min = 1, max = 40)
        @ValidationRule(
            value = "self.matches('^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$')",
            message = "a day is written YYYY-MM-DD, such as 2027-01-31")
        String expires) {}
