package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A Fluentd or Fluent Bit elsewhere as the sink.
 *
 * @see <a href="https://docs.fluentbit.io/manual/pipeline/outputs/forward">Fluent Bit's output
 *     forward</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LogForward(
    @JsonPropertyDescription("Host name or address.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.LOG_HOST, message = Rules.LOG_HOST_MESSAGE)
        String host,
    @JsonPropertyDescription("Port. Default: 24224.") @Min(1) @Max(65535) Integer port,
    @JsonPropertyDescription("false: without TLS. Default: TLS, and the certificate is verified.")
        Boolean tls,
    @JsonPropertyDescription("Key of a Secret that holds the key which both sides share.")
        SecretKey sharedKey) {

  /** Whether the log is encrypted on its way. */
  public boolean encrypted() {
    return !Boolean.FALSE.equals(tls);
  }
}
