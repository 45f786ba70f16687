package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What became of an {@link AdminRun}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AdminRunStatus(
    @JsonPropertyDescription(
            "Generation of the spec that this status speaks of; -1 until the operator has seen the run.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready, and, only while true, Reconciling, Stalled, and at the end Complete or Failed.")
        @Size(max = 10)
        List<Condition> conditions,
    @JsonPropertyDescription("Number of the release it runs in, whatever is released meanwhile.")
        Integer release,
    @JsonPropertyDescription("Name of its Job.") @Size(max = 63) String job,
    @JsonPropertyDescription("When its Job started (RFC 3339).") @Size(max = 40) String startedAt,
    @JsonPropertyDescription("When it ended (RFC 3339).") @Size(max = 40) String finishedAt,
    @JsonPropertyDescription("Exit code of the command, once it has ended and was seen.")
        Integer exitCode) {

  public AdminRunStatus {
    conditions = asEmpty(conditions);
  }

  /** Whether the condition of a type is there and True. */
  public boolean is(String type) {
    return conditions.stream().anyMatch(c -> c.type().equals(type) && c.status().equals("True"));
  }

  /** Whether the run has ended, well or not. */
  public boolean finished() {
    return is("Complete") || is("Failed");
  }
}
