package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** How a replica that was asked to stop ended. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReplicaStop(
    @JsonPropertyDescription("Number of the release it was of.") Integer release,
    @JsonPropertyDescription("When it ended (RFC 3339).") @Size(max = 40) String at,
    @JsonPropertyDescription("Exit code of the app's own container.") Integer exitCode,
    @JsonPropertyDescription("Whether it was killed, because it still ran after its grace.")
        Boolean killed) {}
