package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A taint that pods tolerate, as in core/v1. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Toleration(
    @JsonPropertyDescription("Key of the taint; absent with operator Exists: every taint.")
        @Size(max = 316)
        String key,
    @JsonPropertyDescription("Equal (default) or Exists.")
        @ValidationRule(value = "self in ['Equal', 'Exists']", message = "one of Equal and Exists")
        @Size(max = 6)
        String operator,
    @JsonPropertyDescription("Value of the taint, with operator Equal.") @Size(max = 63)
        String value,
    @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute; absent: all.")
        @ValidationRule(
            value = "self in ['NoSchedule', 'PreferNoSchedule', 'NoExecute']",
            message = "one of NoSchedule, PreferNoSchedule and NoExecute")
        @Size(max = 16)
        String effect,
    @JsonPropertyDescription("Seconds a NoExecute taint is tolerated; absent: for ever.")
        @Min(0)
        @Max(86400)
        Long tolerationSeconds) {}
