package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where releases come from: an app of this cluster, or the record of one elsewhere. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "has(self.record) != (has(self.namespace) || has(self.name))"
            + " && has(self.namespace) == has(self.name)",
    message =
        "name one source: 'namespace' and 'name' of an app of this cluster, or a 'record' of one of"
            + " another cluster")
public record PromotedFrom(
    @JsonPropertyDescription(
            "Namespace of the app. The annotation twelvefactor.io/promote-from on the namespace of"
                + " this app must allow it.")
        @Size(min = 1, max = 63)
        @ValidationRule(value = Rules.WORD, message = Rules.WORD_MESSAGE)
        String namespace,
    @JsonPropertyDescription("Name of the app.")
        @Size(min = 1, max = 40)
        @ValidationRule(value = Rules.PROCESS_NAME, message = Rules.APP_NAME_RULE_MESSAGE)
        String name,
    @JsonPropertyDescription(
            "What `kubectl twelvefactor record` printed of an app of another cluster. The"
                + " annotation twelvefactor.io/promote-from must contain the word 'record'.")
        PromotionRecord record) {}
