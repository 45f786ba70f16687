package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** Factor XI: logs as event streams, written to stdout and taken up by the platform. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "(has(self.mode) && self.mode == 'Sidecar') || !(has(self.image) || has(self.cloudWatch)"
            + " || has(self.http) || has(self.forward) || has(self.stdout) || has(self.multiline)"
            + " || has(self.resources))",
    fieldPath = ".mode",
    message =
        "image, cloudWatch, http, forward, stdout, multiline and resources are the sidecar's: set"
            + " mode: Sidecar, or remove them")
@ValidationRule(
    value =
        "!has(self.mode) || self.mode != 'Sidecar' || [has(self.cloudWatch), has(self.http),"
            + " has(self.forward), has(self.stdout)].filter(s, s).size() == 1",
    fieldPath = ".mode",
    message = "a sidecar has one sink: give exactly one of cloudWatch, http, forward and stdout")
@ValidationRule(
    value = "!has(self.mode) || self.mode != 'Sidecar' || !(has(self.parser) || has(self.exclude))",
    fieldPath = ".mode",
    message =
        "parser and exclude are for the cluster's collector: remove them, or set mode: Platform")
public record Logs(
    @JsonPropertyDescription(
            "Platform (default): whatever collects the stdout of containers in this cluster."
                + " Sidecar: a container beside the app follows its stdout on the node, where the"
                + " namespace allows hostPath volumes; not on Fargate.")
        LogMode mode,
    @JsonPropertyDescription(
            "Platform: the parser that a Fluent Bit collector uses for this app (annotation"
                + " fluentbit.io/parser).")
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[-._A-Za-z0-9]+$')",
            message = "a parser is named by letters, digits, '-', '_' and '.'")
        String parser,
    @JsonPropertyDescription(
            "Platform: true keeps this app's log out of a Fluent Bit collector (annotation"
                + " fluentbit.io/exclude).")
        Boolean exclude,
    @JsonPropertyDescription(
            "Sidecar: its image, pinned by digest like every image, of a Fluent Bit that reads"
                + " /fluent-bit/etc/fluent-bit.conf:"
                + " public.ecr.aws/aws-observability/aws-for-fluent-bit@sha256:<64 hex digits>."
                + " Default: what the operator's administrator has set (twelvefactor.log-image).")
        @Size(min = 1, max = 512)
        @ValidationRule(
            value = "self.matches('^[^[:space:]]+@sha256:[0-9a-f]{64}$')",
            message =
                "pin the sidecar like the app: registry/repository[:tag]@sha256:<64 hex digits>")
        String image,
    @JsonPropertyDescription("Sidecar: send the log to Amazon CloudWatch Logs.")
        LogCloudWatch cloudWatch,
    @JsonPropertyDescription("Sidecar: send the log to an HTTP endpoint.") LogHttp http,
    @JsonPropertyDescription("Sidecar: send the log to a Fluentd or Fluent Bit elsewhere.")
        LogForward forward,
    @JsonPropertyDescription(
            "Sidecar: true writes the log to the sidecar's own stdout, one JSON object a line with"
                + " namespace, pod, process and release, for the cluster's collector.")
        @ValidationRule(value = "self", message = "true, or nothing: another sink takes its place")
        Boolean stdout,
    @JsonPropertyDescription(
            "Sidecar: join the lines of a stack trace of go, java, python or ruby to one record.")
        LogMultiline multiline,
    @JsonPropertyDescription(
            "Sidecar: its resources. Default: 10m CPU and 32Mi of memory requested, 128Mi at most.")
        Resources resources) {

  /** Whether a sidecar takes up the stream. */
  public boolean sidecar() {
    return mode == LogMode.Sidecar;
  }

  /** The key of a Secret that the sidecar shows to its sink, if it does. */
  public Optional<SecretKey> secret() {
    return Optional.ofNullable(http == null ? null : http.authorization())
        .or(() -> Optional.ofNullable(forward == null ? null : forward.sharedKey()));
  }
}
