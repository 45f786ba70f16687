package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A change by somebody else that was taken back. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DriftReport(
    @JsonPropertyDescription("Kind and name of the object.") @Size(max = 320) String object,
    @JsonPropertyDescription(
            "Who made the change, as its field manager; absent where it was deleted.")
        @Size(max = 128)
        String manager,
    @JsonPropertyDescription("The fields that were put back.") @Size(max = 20)
        List<@Size(max = 512) String> fields,
    @JsonPropertyDescription("When it was taken back (RFC 3339).") @Size(max = 40) String time) {
  public DriftReport {
    fields = asEmpty(fields);
  }
}
