package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** What the operator's own session with AppConfig sees of a source. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConfigSourceStatus(
    @JsonPropertyDescription("The source: [region:]application/environment/profile.")
        @Required
        @Size(max = 512)
        String source,
    @JsonPropertyDescription("How its content reaches the app.") ConfigDelivery delivery,
    @JsonPropertyDescription(
            "Version that the operator's session was given last: AppConfig's version label, or the"
                + " beginning of the content's SHA-256. With delivery Live, pods may hold another"
                + " while AppConfig deploys gradually.")
        @Size(max = 128)
        String version,
    @JsonPropertyDescription("When the operator was first given that version (RFC 3339).")
        @Size(max = 40)
        String since,
    @JsonPropertyDescription("What is wrong with the source now; empty when nothing is.")
        @Size(max = 1024)
        String problem) {}
