package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Replicas of one process type. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProcessStatus(
    @JsonPropertyDescription("Name of the process type.") @Required @Size(max = 40) String name,
    @JsonPropertyDescription("Replicas that are wanted.") Integer desired,
    @JsonPropertyDescription("Replicas that are ready.") Integer ready,
    @JsonPropertyDescription("How a replica started last, as far as it was watched.")
        ReplicaStart lastStart,
    @JsonPropertyDescription("How a replica was stopped last, as far as it was watched.")
        ReplicaStop lastStop) {}
