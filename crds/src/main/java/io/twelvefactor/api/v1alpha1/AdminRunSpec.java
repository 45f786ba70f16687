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

/** The spec of an {@link AdminRun}: an admin process by its name, or a command. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.process) != (has(self.command) || has(self.args))",
    message =
        "say one thing to run: 'process' (an admin process of the app), or 'command' and 'args'")
@ValidationRule(
    value = "!has(self.processType) || !has(self.process)",
    fieldPath = ".processType",
    message =
        "an admin process has a pod of its own: remove 'processType', or give a 'command' instead"
            + " of 'process'")
public record AdminRunSpec(
    @JsonPropertyDescription("Name of the TwelveFactorApp, in the namespace of the run.")
        @Required
        @Size(min = 1, max = 40)
        @ValidationRule(value = Rules.PROCESS_NAME, message = Rules.APP_NAME_MESSAGE)
        String app,
    @JsonPropertyDescription("Name of the admin process of the app to run.")
        @Size(min = 1, max = 40)
        @ValidationRule(value = Rules.PROCESS_NAME, message = Rules.PROCESS_NAME_MESSAGE)
        String process,
    @JsonPropertyDescription("Command to run in the app's image.") @Size(max = 50)
        List<@Size(max = 4096) String> command,
    @JsonPropertyDescription(
            "Arguments to the command, or to the entry point of the image where no command is given.")
        @Size(max = 100)
        List<@Size(max = 4096) String> args,
    @JsonPropertyDescription(
            "The process type whose pod (environment, files, resources, user) a command runs in."
                + " Default: the first.")
        @Size(min = 1, max = 40)
        @ValidationRule(value = Rules.PROCESS_NAME, message = Rules.PROCESS_NAME_MESSAGE)
        String processType,
    @JsonPropertyDescription(
            "Seconds after which the run is stopped. Default: that of the admin process, or 3600.")
        @Min(1)
        @Max(604800)
        Long timeoutSeconds,
    @JsonPropertyDescription(
            "Seconds after its end for which the run, its Job and its log are kept. Default 604800"
                + " (7 days). Of each app the last 10 are kept at most.")
        @Min(0)
        @Max(31536000)
        Long ttlSecondsAfterFinished) {

  public AdminRunSpec {
    command = asEmpty(command);
    args = asEmpty(args);
  }
}
