package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;

/** How releases are made, rolled out and kept. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.command) || !has(self.when)",
    fieldPath = ".when",
    message = "when says when the release command runs, which is missing: add command")
@ValidationRule(
    value = "has(self.command) || !has(self.timeoutSeconds)",
    fieldPath = ".timeoutSeconds",
    message =
        "timeoutSeconds bounds the release command, which is missing: add command"
            + " (a rollout is bounded by progressDeadlineSeconds)")
@ValidationRule(
    value = "has(self.command) || !has(self.resources)",
    fieldPath = ".resources",
    message = "resources are those of the release command, which is missing: add command")
public record ReleasePolicy(
    @JsonPropertyDescription(
            "Command that runs once in a new release's image, environment and bindings before any"
                + " of its processes, such as a migration. It may be run again for the same"
                + " release's successor: make it idempotent, and such that the running release can"
                + " live with what it did.")
        @Size(min = 1, max = 50)
        List<@Size(max = 4096) String> command,
    @JsonPropertyDescription(
            "For which releases the command runs; never for one that goes back to an earlier"
                + " release. Default ImageChange.")
        ReleaseWhen when,
    @JsonPropertyDescription(
            "Seconds after which the command is stopped and the release has failed. Default 600.")
        @Min(1)
        @Max(86400)
        Integer timeoutSeconds,
    @JsonPropertyDescription("CPU and memory of the command.") Resources resources,
    @JsonPropertyDescription(
            "Number or fingerprint (from 8 hex digits on, quoted) of an earlier release to go back"
                + " to: its pods and its config; Secrets have today's values. While it is set the"
                + " app is pinned: other changes of what pods are made of wait.")
        @ValidationRule(
            value =
                "type(self) == int ? self >= 1 && self <= 999999999 :"
                    + " self.matches('^([1-9][0-9]{0,8}|[0-9a-f]{8,64})$')",
            message =
                "name a release by its number, such as 12, or by the first 8 to 64 hex digits of"
                    + " its fingerprint, in quotes")
        IntOrString rollbackTo,
    @JsonPropertyDescription(
            "What becomes of the pods when a new release cannot be brought up: Halt leaves them"
                + " beside those of the running release, Rollback takes them away. Default Halt.")
        OnFailure onFailure,
    @JsonPropertyDescription(
            "How many releases to keep besides the current and the target one. Default 10.")
        @Min(1)
        @Max(100)
        Integer historyLimit,
    @JsonPropertyDescription(
            "Seconds a rollout may go without progress before the release counts as failed."
                + " Default 600.")
        @Min(10)
        @Max(7200)
        Integer progressDeadlineSeconds) {

  /** What holds where an app says nothing of its releases. */
  public static final ReleasePolicy UNSAID =
      new ReleasePolicy(null, null, null, null, null, null, null, null);

  public ReleasePolicy {
    command = asEmpty(command);
  }
}
