package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** On which nodes pods may run. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.nodeSelector) || self.nodeSelector.all(k, k.matches("
            + Rules.LABEL_NAME_PATTERN
            + ")"
            + " && self.nodeSelector[k].matches("
            + Rules.LABEL_VALUE_PATTERN
            + "))",
    fieldPath = ".nodeSelector",
    message = Rules.LABELS_MESSAGE)
public record Scheduling(
    @JsonPropertyDescription("Labels a node must have.") @Size(max = 20)
        Map<String, @Size(max = 63) String> nodeSelector,
    @JsonPropertyDescription("Taints the pods tolerate.") @Size(max = 20)
        List<Toleration> tolerations,
    @JsonPropertyDescription("Name of a PriorityClass.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
        String priorityClassName) {
  public Scheduling {
    nodeSelector = asEmpty(nodeSelector);
    tolerations = asEmpty(tolerations);
  }
}
