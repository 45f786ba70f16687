package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Who may open connections to the app. Outgoing connections are never restricted. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AppNetworkPolicy(
    @JsonPropertyDescription(
            "Peers that may reach the ports of the app, beside its own pods. Empty: only its own pods.")
        @Size(max = 20)
        List<NetworkPeer> allowFrom) {
  public AppNetworkPolicy {
    allowFrom = asEmpty(allowFrom);
  }
}
