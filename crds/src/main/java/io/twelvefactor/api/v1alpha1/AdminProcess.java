package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Factor XII: a one-off process in the release the app runs. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.timeZone) || has(self.schedule)",
    fieldPath = ".timeZone",
    message = "'timeZone' belongs to a 'schedule'")
@ValidationRule(
    value = "has(self.command) || has(self.args)",
    fieldPath = ".command",
    message = "an admin process needs a command or args of its own")
public record AdminProcess(
    @JsonPropertyDescription("Name of the admin process.")
        @Required
        @Size(min = 1, max = 40)
        @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        String name,
    @JsonPropertyDescription("Command in the app's image.") @Size(max = 50)
        List<@Size(max = 4096) String> command,
    @JsonPropertyDescription("Arguments to the command.") @Size(max = 100)
        List<@Size(max = 4096) String> args,
    @JsonPropertyDescription(
            "When it runs, as five cron fields or a macro such as @daily. Default: only on demand.")
        @Size(min = 1, max = 100)
        String schedule,
    @JsonPropertyDescription("Time zone of the schedule by its tz database name. Default Etc/UTC.")
        @Size(min = 1, max = 64)
        String timeZone,
    @JsonPropertyDescription("Seconds after which a run is stopped. Default 3600.")
        @Min(1)
        @Max(604800)
        Long timeoutSeconds,
    @JsonPropertyDescription("CPU and memory of a run.") Resources resources) {
  public AdminProcess {
    command = asEmpty(command);
    args = asEmpty(args);
  }
}
