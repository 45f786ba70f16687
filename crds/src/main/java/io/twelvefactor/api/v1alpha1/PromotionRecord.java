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

/** What an app ran in another cluster, to be carried to this one through Git. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PromotionRecord(
    @JsonPropertyDescription("Namespace and name of the app, for people.") @Size(max = 128)
        String app,
    @JsonPropertyDescription("Number of the release there.") @Min(1) @Max(999999999)
        Integer release,
    @JsonPropertyDescription("Digest of its image.")
        @Required
        @Size(max = 128)
        @ValidationRule(
            value = "self.matches('^sha256:[0-9a-f]{64}$')",
            message = "a digest reads sha256: and 64 hex digits")
        String digest,
    @JsonPropertyDescription("Since when it runs there (RFC 3339).")
        @Required
        @Size(max = 40)
        @ValidationRule(
            value = "self.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$')",
            message = "a time reads like 2026-06-01T12:00:00Z")
        String readySince,
    @JsonPropertyDescription("Its process types.") @Required @Size(min = 1, max = 20)
        List<RecordedProcess> processes,
    @JsonPropertyDescription("Its admin processes.") @Size(max = 20)
        List<RecordedProcess> adminProcesses,
    @JsonPropertyDescription("Names of the variables it finds in its environment.") @Size(max = 500)
        List<@Size(max = 253) String> configKeys,
    @JsonPropertyDescription("Types of its backing services.") @Size(max = 30)
        List<@Size(max = 63) String> bindingTypes) {

  public PromotionRecord {
    processes = asEmpty(processes);
    adminProcesses = asEmpty(adminProcesses);
    configKeys = asEmpty(configKeys);
    bindingTypes = asEmpty(bindingTypes);
  }
}
