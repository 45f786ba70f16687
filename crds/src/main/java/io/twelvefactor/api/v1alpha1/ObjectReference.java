package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A custom resource of the app's namespace that stands for a backing service: a Provisioned Service
 * of the Service Binding specification, or a resource of AWS Controllers for Kubernetes.
 *
 * @see <a href="https://servicebinding.io/spec/core/1.1.0/#provisioned-service">Provisioned
 *     Service</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ObjectReference(
    @JsonPropertyDescription(
            "API group and version of the resource, such as dynamodb.services.k8s.aws/v1alpha1.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
            value =
                "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][-a-z0-9]+)+/v[0-9][a-z0-9]*$')",
            message =
                "a custom resource's apiVersion reads group.example.com/v1; a Secret or ConfigMap is"
                    + " named by secretRef or configMapRef")
        @ValidationRule(
            value = "!self.matches('[.]k8s[.]io/') && !self.matches('^twelvefactor[.]io/')",
            message =
                "only custom resources stand for backing services: nothing of *.k8s.io; another"
                    + " TwelveFactorApp is named by appRef")
        String apiVersion,
    @JsonPropertyDescription("Kind of the resource, such as Table.")
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[A-Z][A-Za-z0-9]*$')",
            message = "a kind is one word in CamelCase")
        String kind,
    @JsonPropertyDescription("Name of the resource, in the namespace of the app.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
        String name) {
  @Override
  public String toString() {
    return kind + " " + name;
  }
}
