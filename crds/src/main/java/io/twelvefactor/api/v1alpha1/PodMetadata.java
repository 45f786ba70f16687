package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Labels and annotations for pods. Labels the operator sets itself cannot be replaced. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.labels) || self.labels.all(k, !k.startsWith('twelvefactor.io/') && !(k in"
            + " ['app.kubernetes.io/name', 'app.kubernetes.io/instance',"
            + " 'app.kubernetes.io/component', 'app.kubernetes.io/managed-by']))",
    fieldPath = ".labels",
    message =
        "labels under twelvefactor.io/ and"
            + " app.kubernetes.io/{name,instance,component,managed-by} are the operator's:"
            + " give your own another prefix")
@ValidationRule(
    value = "!has(self.annotations) || self.annotations.all(k, !k.startsWith('twelvefactor.io/'))",
    fieldPath = ".annotations",
    message = "annotations under twelvefactor.io/ are the operator's: give your own another prefix")
@ValidationRule(
    value =
        "!has(self.labels) || self.labels.all(k, k.matches("
            + Rules.LABEL_NAME_PATTERN
            + ")"
            + " && self.labels[k].matches("
            + Rules.LABEL_VALUE_PATTERN
            + "))",
    fieldPath = ".labels",
    message = Rules.LABELS_MESSAGE)
public record PodMetadata(
    @JsonPropertyDescription("Labels.") @Size(max = 20) Map<String, @Size(max = 63) String> labels,
    @JsonPropertyDescription("Annotations.") @Size(max = 30)
        Map<String, @Size(max = 4096) String> annotations) {
  public PodMetadata {
    labels = asEmpty(labels);
    annotations = asEmpty(annotations);
  }
}
