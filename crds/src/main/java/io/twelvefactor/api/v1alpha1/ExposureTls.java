package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** TLS of an exposed process. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExposureTls(
    @JsonPropertyDescription(
            "Secret of this namespace with tls.crt and tls.key. Default: left to the Ingress"
                + " controller, such as a certificate of AWS Certificate Manager.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
        String secretName) {}
