package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * An HTTP endpoint as the sink; it is sent one JSON object a line.
 *
 * @see <a href="https://docs.fluentbit.io/manual/pipeline/outputs/http">Fluent Bit's output
 *     http</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LogHttp(
    @JsonPropertyDescription("Host name or address.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.LOG_HOST, message = Rules.LOG_HOST_MESSAGE)
        String host,
    @JsonPropertyDescription("Port. Default: 443, and 80 without TLS.") @Min(1) @Max(65535)
        Integer port,
    @JsonPropertyDescription("Path and query to post to. Default: /.")
        @Size(min = 1, max = 1024)
        @ValidationRule(
            value = "self.matches('^/[^[:space:]${}]*$')",
            message = "a path begins with '/', and has no blanks and none of '$', '{' and '}'")
        String uri,
    @JsonPropertyDescription("false: plain HTTP. Default: TLS, and the certificate is verified.")
        Boolean tls,
    @JsonPropertyDescription(
            "Key of a Secret whose value is sent as the header Authorization, such as Bearer"
                + " <token>.")
        SecretKey authorization) {

  /** Whether the log is encrypted on its way. */
  public boolean encrypted() {
    return !Boolean.FALSE.equals(tls);
  }
}
