package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** One source of config; exactly one kind. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.configMapRef) != has(self.secretRef)",
    message =
        "give exactly one of configMapRef and secretRef; each further source is an entry of its own")
public record ConfigSource(
    @JsonPropertyDescription(
            "A ConfigMap of this namespace. Its content is copied into the release, so a"
                + " rollback brings it back.")
        MountableReference configMapRef,
    @JsonPropertyDescription("A Secret of this namespace. It is referred to, never copied.")
        MountableReference secretRef) {}
