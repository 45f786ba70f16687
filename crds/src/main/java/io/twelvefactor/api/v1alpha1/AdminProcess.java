package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Factor XII: a one-off process in the release the app runs. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.timeZone) || has(self.schedule)",
    fieldPath = ".timeZone",
    message =
        "timeZone tells how to read a schedule, which is missing: add schedule, or remove timeZone")
@ValidationRule(
    value = "has(self.command) || has(self.args)",
    fieldPath = ".command",
    message = "say what to run: give command, or args for the entry point of the image")
@ValidationRule(
    value =
        "!has(self.schedule) ||"
            + " self.schedule.matches('^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)"
            + "|@every [0-9hms]+|[^ =]+( +[^ =]+){4})$')",
    fieldPath = ".schedule",
    message =
        "a schedule has five fields (minute, hour, day of month, month, day of week), such as"
            + " 0 3 * * *, or is a macro such as @daily; a time zone goes into timeZone")
public record AdminProcess(
    @JsonPropertyDescription("Name of the admin process.")
        @Required
        @Size(min = 1, max = 40)
        @ValidationRule(value = Rules.PROCESS_NAME, message = Rules.PROCESS_NAME_MESSAGE)
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
