package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The spec of a {@link TwelveFactorApp}; the smallest is {@code image} and {@code replicas}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!(has(self.replicas) && has(self.processes))",
    fieldPath = ".replicas",
    message =
        "'replicas' alone declares one web process on port 8080; with 'processes', give each"
            + " process its own replicas")
@ValidationRule(
    value = "has(self.replicas) || (has(self.processes) && size(self.processes) > 0)",
    message = "declare 'replicas' (one web process on port 8080) or at least one of 'processes'")
public record TwelveFactorAppSpec(
    @JsonPropertyDescription("Factor I: where the code of this app is kept.") Codebase codebase,
    @JsonPropertyDescription(
            "Factors II and V: the image every process of the app runs, pinned by digest:"
                + " registry/repository[:tag]@sha256:<64 hex digits>. A tag beside the digest is"
                + " for people; the digest alone counts.")
        @Required
        @Size(max = 512)
        @ValidationRule(
            value = "self.matches('^[^[:space:]]+$')",
            message =
                "an image reads registry/repository[:tag]@sha256:<64 hex digits>, without blanks")
        String image,
    @JsonPropertyDescription("Secrets of this namespace that hold registry credentials.")
        @Size(max = 10)
        List<LocalReference> imagePullSecrets,
    @JsonPropertyDescription(
            "The identity the app's pods run under. Default: a ServiceAccount of the app's own"
                + " name, made by the operator, without any permission.")
        AppServiceAccount serviceAccount,
    @JsonPropertyDescription("Factor III: the configuration the app finds in its environment.")
        AppConfiguration config,
    @JsonPropertyDescription(
            "Factor IV: the services this app uses over the network, each an attached resource.")
        @Size(max = 30)
        List<BackingService> backingServices,
    @JsonPropertyDescription(
            "Short for one process 'web' on port 8080 with this many replicas. Not together with"
                + " 'processes'.")
        @Min(0)
        @Max(1000)
        Integer replicas,
    @JsonPropertyDescription(
            "Factors VI to IX: the process types of the app; each becomes a Deployment.")
        @Size(max = 20)
        List<ProcessType> processes,
    @JsonPropertyDescription("Labels and annotations for the app's pods.") PodMetadata podMetadata,
    @JsonPropertyDescription(
            "Last resort: a strategic merge patch (a PodTemplateSpec) laid over every pod template"
                + " of the app. The rules and verdicts see the result.")
        JsonNode podTemplate,
    @JsonPropertyDescription("Factor V: how releases are made and kept.") ReleasePolicy release,
    @JsonPropertyDescription(
            "Factor X: what has to be before a new release of this deploy is rolled out.")
        Parity parity,
    @JsonPropertyDescription("Factor XI: how the app's log stream is taken up.") Logs logs,
    @JsonPropertyDescription(
            "Factor XII: one-off processes that run in the app's own release; each becomes a"
                + " CronJob.")
        @Size(max = 20)
        List<AdminProcess> adminProcesses,
    @JsonPropertyDescription("Restricts who may open connections to the app. Default: anyone.")
        AppNetworkPolicy networkPolicy,
    @JsonPropertyDescription(
            "Rules this app is excused from, each with its reason. A waiver changes the verdict,"
                + " never what is built.")
        @Size(max = 20)
        List<Waiver> waivers,
    @JsonPropertyDescription(
            "true: the operator changes nothing of this app until it is false again; what runs"
                + " goes on running. To stop an app set replicas to 0.")
        Boolean suspend) {

  public TwelveFactorAppSpec {
    imagePullSecrets = asEmpty(imagePullSecrets);
    backingServices = asEmpty(backingServices);
    processes = asEmpty(processes);
    adminProcesses = asEmpty(adminProcesses);
    waivers = asEmpty(waivers);
  }

  /** Whether reconciling is switched off. */
  public boolean suspended() {
    return Boolean.TRUE.equals(suspend);
  }
}
