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
    message = "a peer needs namespaceLabels, podLabels or both")
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
