package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** One check; at most one of path, grpc, tcp and exec (default tcp). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "[has(self.path), has(self.grpc), has(self.tcp), has(self.exec)].filter(x, x).size() <= 1",
    message = "a check is of one kind: give one of path, grpc, tcp and exec")
@ValidationRule(
    value = "(!has(self.grpc) || self.grpc) && (!has(self.tcp) || self.tcp)",
    message = "grpc: false and tcp: false say nothing: remove them")
public record HealthCheck(
    @JsonPropertyDescription("HTTP path that must answer 200 to 399.")
        @Size(min = 1, max = 1024)
        @ValidationRule(value = Rules.URL_PATH, message = Rules.URL_PATH_MESSAGE)
        String path,
    @JsonPropertyDescription("true: ask the gRPC health service.") Boolean grpc,
    @JsonPropertyDescription("true: the port must accept a connection.") Boolean tcp,
    @JsonPropertyDescription("Command that must exit with 0 inside the container.")
        @Size(min = 1, max = 50)
        List<@Size(max = 4096) String> exec,
    @JsonPropertyDescription("Port to ask. Default: the process's own.") @Min(1) @Max(65535)
        Integer port,
    @JsonPropertyDescription("Seconds between two checks. Default 10.") @Min(1) @Max(3600)
        Integer periodSeconds,
    @JsonPropertyDescription("Seconds until a check counts as failed. Default 1.") @Min(1) @Max(300)
        Integer timeoutSeconds,
    @JsonPropertyDescription("Failed checks in a row that count. Default 3.") @Min(1) @Max(100)
        Integer failureThreshold) {
  public HealthCheck {
    exec = asEmpty(exec);
  }
}
