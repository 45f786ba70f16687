package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Pods chosen by labels (both given: pods so labelled in namespaces so labelled), or addresses. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.cidr) != (has(self.namespaceLabels) || has(self.podLabels))",
    message =
        "a peer is pods chosen by labels, or addresses: give namespaceLabels, podLabels or both, or"
            + " cidr alone")
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
        Map<String, @Size(max = 63) String> podLabels,
    @JsonPropertyDescription(
            "Addresses outside of the cluster, such as 10.0.0.0/16: those of the subnets that an"
                + " Application Load Balancer asks from, which no labels choose.")
        @Size(max = 43)
        @ValidationRule(
            value =
                "self.matches('^(([0-9]{1,3}[.]){3}[0-9]{1,3}/[0-9]{1,2}|[0-9a-fA-F:.]+:[0-9a-fA-F:.]*/[0-9]{1,3})$')",
            message =
                "addresses are written with their prefix, such as 10.0.0.0/16 or 2001:db8::/32")
        String cidr) {
  public NetworkPeer {
    namespaceLabels = asEmpty(namespaceLabels);
    podLabels = asEmpty(podLabels);
  }
}
