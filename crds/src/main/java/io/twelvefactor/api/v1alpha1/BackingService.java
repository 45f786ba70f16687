package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Factor IV: an attached resource, known to the app only by its config; exactly one kind. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "[has(self.secretRef), has(self.configMapRef), has(self.values), has(self.objectRef),"
            + " has(self.appRef)].filter(x, x).size() == 1",
    message = "give exactly one of secretRef, configMapRef, values, objectRef and appRef")
@ValidationRule(
    value =
        "!has(self.appRef) || !has(self.env) || self.env.all(e, e.key in ['url', 'host', 'port'])",
    fieldPath = ".env",
    message = "an app is known by the keys url, host and port")
@ValidationRule(
    value =
        "!(has(self.rotation) && self.rotation == 'InPlace' && has(self.env) && size(self.env) > 0)",
    fieldPath = ".rotation",
    message =
        "an environment variable cannot change in a running process: with rotation InPlace let"
            + " the app read its files, or use Restart")
@ValidationRule(
    value = "!has(self.values) || self.values.all(k, k.matches(" + Rules.KEY_PATTERN + "))",
    fieldPath = ".values",
    message = Rules.KEY_MESSAGE)
@ValidationRule(
    value = "!has(self.values) || !has(self.env) || self.env.all(e, e.key in self.values)",
    fieldPath = ".env",
    messageExpression =
        "self.env.filter(e, !(e.key in self.values))[0].name + \": its key is none of values; add it"
            + " there, or name another\"")
public record BackingService(
    @JsonPropertyDescription(
            "Name of the service within the app; its files appear under $SERVICE_BINDING_ROOT/<name>.")
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(value = Rules.WORD, message = Rules.WORD_MESSAGE)
        String name,
    @JsonPropertyDescription(
            "What it is, such as postgres, dynamodb, sqs or http. Swapping a service for"
                + " another of the same type needs no other image.")
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(value = Rules.WORD, message = Rules.WORD_MESSAGE)
        String type,
    @JsonPropertyDescription("A Secret of this namespace with what is needed to reach the service.")
        LocalReference secretRef,
    @JsonPropertyDescription(
            "A ConfigMap of this namespace with what is needed to reach the service.")
        LocalReference configMapRef,
    @JsonPropertyDescription("What is needed to reach the service, where none of it is secret.")
        @Size(max = 50)
        Map<String, @Size(max = 4096) String> values,
    @JsonPropertyDescription(
            "A custom resource of this namespace: one that names a Secret in status.binding.name"
                + " (servicebinding.io's Provisioned Service), or one of AWS Controllers for"
                + " Kubernetes. Of the latter the keys are arn, region and accountId, and whatever"
                + " plain field of status or spec env asks for, such as tableName or queueURL.")
        ObjectReference objectRef,
    @JsonPropertyDescription(
            "Another TwelveFactorApp of this namespace. Its keys are url, host and port.")
        AppReference appRef,
    @JsonPropertyDescription(
            "What a changed Secret or ConfigMap leads to. Restart (default): a new release."
                + " InPlace: nothing; the files under $SERVICE_BINDING_ROOT/<name> change and"
                + " the app reads them again.")
        Rotation rotation,
    @JsonPropertyDescription("Keys of the service that become environment variables.")
        @Size(max = 50)
        List<BoundEnv> env) {
  public BackingService {
    values = asEmpty(values);
    env = asEmpty(env);
  }
}
