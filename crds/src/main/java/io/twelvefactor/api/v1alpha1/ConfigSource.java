package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** One source of config; exactly one kind. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "[has(self.appConfig), has(self.configMapRef), has(self.secretRef)].filter(x, x).size() == 1",
    message =
        "give exactly one of appConfig, configMapRef and secretRef; each further source is an entry"
            + " of its own")
public record ConfigSource(
    @JsonPropertyDescription(
            "A profile of AWS AppConfig, read by the app as it runs (Live) or frozen in the release"
                + " (Snapshot).")
        AppConfigReference appConfig,
    @JsonPropertyDescription(
            "A ConfigMap of this namespace. Its content is copied into the release, so a"
                + " rollback brings it back.")
        MountableReference configMapRef,
    @JsonPropertyDescription("A Secret of this namespace. It is referred to, never copied.")
        MountableReference secretRef) {}
