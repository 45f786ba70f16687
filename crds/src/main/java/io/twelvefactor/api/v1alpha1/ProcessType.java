package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A process type: one command of the app's image, scaled on its own. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!(has(self.replicas) && has(self.autoscaling))",
    fieldPath = ".replicas",
    message =
        "with autoscaling the number of replicas follows the load: remove 'replicas', or set"
            + " it in autoscaling.minReplicas")
@ValidationRule(
    value =
        "!(has(self.singleton) && self.singleton && (has(self.autoscaling) ||"
            + " (has(self.replicas) && self.replicas > 1)))",
    fieldPath = ".singleton",
    message = "a singleton runs at most once: remove replicas and autoscaling, or singleton")
@ValidationRule(
    value = "!has(self.expose) || has(self.port)",
    fieldPath = ".expose",
    message = "only a process with a 'port' can be exposed: add 'port', or remove 'expose'")
@ValidationRule(
    value = "!has(self.protocol) || has(self.port)",
    fieldPath = ".protocol",
    message =
        "'protocol' says what is spoken on 'port', which is missing: add 'port', or remove 'protocol'")
@ValidationRule(
    value =
        "!has(self.port) || !has(self.metrics) || self.metrics.port != self.port ||"
            + " !has(self.protocol) || self.protocol == 'http'",
    fieldPath = ".metrics",
    message =
        "metrics are read over HTTP/1.1, which this port does not speak: serve them on a port"
            + " of their own")
@ValidationRule(
    value =
        "has(self.port) || !has(self.health) || !has(self.health.readiness) ||"
            + " has(self.health.readiness.exec) || has(self.health.readiness.port)",
    fieldPath = ".health.readiness",
    message = "the process has no 'port' to ask: give the check a 'port' of its own, or 'exec'")
@ValidationRule(
    value =
        "has(self.port) || !has(self.health) || !has(self.health.liveness) ||"
            + " has(self.health.liveness.exec) || has(self.health.liveness.port)",
    fieldPath = ".health.liveness",
    message = "the process has no 'port' to ask: give the check a 'port' of its own, or 'exec'")
@ValidationRule(
    value = "!has(self.expose) || !has(self.protocol) || self.protocol != 'tcp'",
    fieldPath = ".expose",
    message = "an Ingress carries HTTP only: set protocol to http, h2c or grpc, or remove 'expose'")
@ValidationRule(
    value =
        "!has(self.expose) || !has(self.protocol) || self.protocol == 'http'"
            + " || !(has(self.expose.alb) || has(self.expose.className) && self.expose.className == 'alb')"
            + " || has(self.expose.tls) || has(self.expose.alb) && has(self.expose.alb.certificateArns)"
            + " || has(self.expose.annotations)"
            + " && ('alb.ingress.kubernetes.io/listen-ports' in self.expose.annotations"
            + " || 'alb.ingress.kubernetes.io/certificate-arn' in self.expose.annotations)",
    fieldPath = ".expose",
    message =
        "an Application Load Balancer carries h2c and grpc only over TLS: give tls or"
            + " alb.certificateArns, or where its class has a certificate the annotation"
            + " alb.ingress.kubernetes.io/listen-ports")
@ValidationRule(
    value =
        "has(self.port) || !has(self.health) || !has(self.health.startup)"
            + " || has(self.health.readiness) || has(self.health.liveness)",
    fieldPath = ".health.startup",
    message =
        "a start ends with the first check that succeeds, and the process has none: give it"
            + " readiness or liveness, or remove startup")
public record ProcessType(
    @JsonPropertyDescription("Name of the process type, such as web, worker or clock.")
        @Required
        @Size(min = 1, max = 40)
        @ValidationRule(value = Rules.PROCESS_NAME, message = Rules.PROCESS_NAME_MESSAGE)
        String name,
    @JsonPropertyDescription("Replaces the entry point of the image.") @Size(max = 50)
        List<@Size(max = 4096) String> command,
    @JsonPropertyDescription("Arguments to the command.") @Size(max = 100)
        List<@Size(max = 4096) String> args,
    @JsonPropertyDescription(
            "Factor VII: the port the process binds, handed to it as PORT. Without a port the"
                + " process gets no Service.")
        @Min(1)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription("What it speaks there: http (default), h2c, grpc or tcp.")
        Protocol protocol,
    @JsonPropertyDescription("Factor VIII: how many run. Default 1. Not together with autoscaling.")
        @Min(0)
        @Max(1000)
        Integer replicas,
    @JsonPropertyDescription("Exactly one runs, and the old one stops before a new one starts.")
        Boolean singleton,
    @JsonPropertyDescription("Let the number of replicas follow the load.") Autoscaling autoscaling,
    @JsonPropertyDescription("CPU and memory of each replica.") Resources resources,
    @JsonPropertyDescription(
            "How the platform sees that a replica is ready and alive. Default: with a port,"
                + " ready once the port accepts connections.")
        Health health,
    @JsonPropertyDescription("Factor IX: how a replica stops.") Shutdown shutdown,
    @JsonPropertyDescription("Make the process reachable from outside the cluster.")
        Exposure expose,
    @JsonPropertyDescription("Where the process serves metrics.") Metrics metrics,
    @JsonPropertyDescription(
            "Factor VI: writable directories whose content may be lost at any time. /tmp is"
                + " always there.")
        @Size(max = 10)
        List<Scratch> scratch,
    @JsonPropertyDescription("Numeric user to run as, where the image names none or names root.")
        @Min(1)
        @Max(2147483647)
        Long runAsUser,
    @JsonPropertyDescription("On which nodes replicas may run.") Scheduling scheduling) {
  public ProcessType {
    command = asEmpty(command);
    args = asEmpty(args);
    scratch = asEmpty(scratch);
  }

  /** Whether the process binds a port. */
  public boolean bindsPort() {
    return port != null;
  }

  /** Whether at most one replica may ever run. */
  public boolean runsOnce() {
    return Boolean.TRUE.equals(singleton);
  }
}
