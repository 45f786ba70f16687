package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The identity of the app's pods: an existing one, or the operator's with an IAM role. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!(has(self.name) && has(self.roleArn))",
    fieldPath = ".roleArn",
    message =
        "an existing ServiceAccount is never changed: give 'name', or 'roleArn' for the one"
            + " the operator makes")
public record AppServiceAccount(
    @JsonPropertyDescription(
            "An existing ServiceAccount of this namespace. The operator uses it and never changes it.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
        String name,
    @JsonPropertyDescription(
            "ARN of an IAM role, written on the ServiceAccount that the operator makes (IAM"
                + " roles for service accounts). With EKS Pod Identity nothing is needed here.")
        @Size(min = 1, max = 2048)
        @ValidationRule(
            value = "self.matches('^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$')",
            message =
                "the ARN of an IAM role reads arn:aws:iam::<12 digits of the account>:role/<name>")
        String roleArn) {}
