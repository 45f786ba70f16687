package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * The AWS AppConfig Agent beside the app.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-containers-agent.html">Using
 *     AWS AppConfig Agent with Amazon ECS and Amazon EKS</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AppConfigAgent(
    @JsonPropertyDescription(
            "Image of the agent, pinned by digest like every image:"
                + " public.ecr.aws/aws-appconfig/aws-appconfig-agent@sha256:<64 hex digits>.")
        @Required
        @Size(max = 512)
        @ValidationRule(
            value = "self.matches('^[^[:space:]]+@sha256:[0-9a-f]{64}$')",
            message =
                "pin the agent like the app: registry/repository[:tag]@sha256:<64 hex digits>")
        String image,
    @JsonPropertyDescription(
            "Seconds between the agent's polls of AppConfig. Default: its own, 45.")
        @Min(15)
        @Max(86400)
        Integer pollSeconds,
    @JsonPropertyDescription("Resources of the agent's container.") Resources resources) {}
