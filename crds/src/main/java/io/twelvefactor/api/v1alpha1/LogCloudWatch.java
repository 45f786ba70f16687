package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Amazon CloudWatch Logs as the sink; the pod's own IAM role writes there.
 *
 * @see <a href="https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch">Fluent Bit's output
 *     cloudwatch_logs</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LogCloudWatch(
    @JsonPropertyDescription(
            "Log group, which must exist: the sidecar makes none, so that retention and encryption"
                + " stay with whoever made it.")
        @Required
        @Size(min = 1, max = 512)
        @ValidationRule(
            value = "self.matches('^[-._/#A-Za-z0-9]+$')",
            message = "a log group is named by letters, digits, '_', '-', '/', '.' and '#'")
        String logGroup,
    @JsonPropertyDescription("AWS region of the log group.")
        @Required
        @Size(min = 1, max = 32)
        @ValidationRule(value = Rules.REGION, message = Rules.REGION_MESSAGE)
        String region,
    @JsonPropertyDescription(
            "What the name of each pod's log stream begins with, before <namespace>.<pod>.")
        @Size(min = 1, max = 128)
        @ValidationRule(
            value = "self.matches('^[-._/#A-Za-z0-9]+$')",
            message = "a stream's prefix is letters, digits, '_', '-', '/', '.' and '#'")
        String streamPrefix) {}
