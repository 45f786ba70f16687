package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Compute resources, as Kubernetes quantities. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Resources(
    @JsonPropertyDescription(
            "What each replica is guaranteed, such as cpu: 100m and memory: 128Mi.")
        @Size(max = 10)
        Map<String, Quantity> requests,
    @JsonPropertyDescription("What each replica may use at most.") @Size(max = 10)
        Map<String, Quantity> limits) {
  public Resources {
    requests = asEmpty(requests);
    limits = asEmpty(limits);
  }
}
