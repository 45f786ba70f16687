package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What one process type or admin process runs. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RecordedProcess(
    @JsonPropertyDescription("Its name.") @Required @Size(min = 1, max = 40) String name,
    @JsonPropertyDescription("Its command.") @Size(max = 50) List<@Size(max = 4096) String> command,
    @JsonPropertyDescription("Arguments to the command.") @Size(max = 100)
        List<@Size(max = 4096) String> args) {

  public RecordedProcess {
    command = asEmpty(command);
    args = asEmpty(args);
  }
}
