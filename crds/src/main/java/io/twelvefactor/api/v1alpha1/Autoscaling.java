package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Factor VIII: scale out by the process model. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "(has(self.external) && self.external) || has(self.maxReplicas)",
    fieldPath = ".maxReplicas",
    message = "give maxReplicas, the most replicas there may be, or external: true")
@ValidationRule(
    value =
        "!has(self.maxReplicas) || !has(self.minReplicas) || self.minReplicas <= self.maxReplicas",
    fieldPath = ".minReplicas",
    message = "minReplicas must not be more than maxReplicas")
@ValidationRule(
    value = "!(has(self.metrics) && has(self.targetCPUUtilizationPercentage))",
    fieldPath = ".metrics",
    message = "give targetCPUUtilizationPercentage or metrics, not both")
@ValidationRule(
    value =
        "!(has(self.external) && self.external && (has(self.metrics) ||"
            + " has(self.targetCPUUtilizationPercentage)))",
    fieldPath = ".external",
    message =
        "with external: true something else decides on the number of replicas: remove metrics"
            + " and targetCPUUtilizationPercentage")
public record Autoscaling(
    @JsonPropertyDescription("Fewest replicas. Default 1.") @Min(1) @Max(1000) Integer minReplicas,
    @JsonPropertyDescription("Most replicas. Required unless external.") @Min(1) @Max(1000)
        Integer maxReplicas,
    @JsonPropertyDescription(
            "Average CPU use to hold, in percent of what is requested. Default 80 where no"
                + " metrics are given.")
        @Min(1)
        @Max(1000)
        Integer targetCPUUtilizationPercentage,
    @JsonPropertyDescription(
            "What to scale on instead, each in the form of autoscaling/v2 MetricSpec.")
        @Size(max = 10)
        List<JsonNode> metrics,
    @JsonPropertyDescription(
            "true: something else, such as KEDA, owns the number of replicas; the operator"
                + " makes no HorizontalPodAutoscaler and leaves the number alone.")
        Boolean external) {
  public Autoscaling {
    metrics = asEmpty(metrics);
  }

  /** Whether something other than the operator's autoscaler owns the number of replicas. */
  public boolean ownedElsewhere() {
    return Boolean.TRUE.equals(external);
  }
}
