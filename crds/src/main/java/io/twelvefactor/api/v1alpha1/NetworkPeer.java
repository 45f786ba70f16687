package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Pods chosen by labels; both given: pods so labelled in namespaces so labelled. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.namespaceLabels) || has(self.podLabels)",
    message = "a peer is pods chosen by labels: give namespaceLabels, podLabels or both")
@ValidationRule(
    value =
        "!has(self.namespaceLabels) || self.namespaceLabels.all(k, k.matches("
            + Rules.LABEL_NAME_PATTERN
            + ")"
            + " && self.namespaceLabels[k].matches("
            + Rules.LABEL_VALUE_PATTERN
            + "))",
    fieldPath = ".namespaceLabels",
    message = Rules.LABELS_MESSAGE)
@ValidationRule(
    value =
        "!has(self.podLabels) || self.podLabels.all(k, k.matches("
            + Rules.LABEL_NAME_PATTERN
            + ")"
            + " && self.podLabels[k].matches("
            + Rules.LABEL_VALUE_PATTERN
            + "))",
    fieldPath = ".podLabels",
    message = Rules.LABELS_MESSAGE)
public record NetworkPeer(
    @JsonPropertyDescription("Labels of the namespaces. Absent: this namespace.") @Size(max = 10)
        Map<String, @Size(max = 63) String> namespaceLabels,
    @JsonPropertyDescription("Labels of the pods. Absent: every pod.") @Size(max = 10)
        Map<String, @Size(max = 63) String> podLabels) {
  public NetworkPeer {
    namespaceLabels = asEmpty(namespaceLabels);
    podLabels = asEmpty(podLabels);
  }
}
