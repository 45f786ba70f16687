package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Reachability from outside the cluster. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.tls) || (has(self.hosts) && size(self.hosts) > 0)",
    fieldPath = ".tls",
    message = "TLS is served per host: list the hosts, or remove tls")
@ValidationRule(
    value = "!has(self.hosts) || self.hosts.all(h, h.matches(" + Rules.HOST_PATTERN + "))",
    fieldPath = ".hosts",
    messageExpression =
        "self.hosts.filter(h, !h.matches("
            + Rules.HOST_PATTERN
            + "))[0] + \": a host is a lower-case DNS name such as shop.example.com or"
            + " *.example.com, without scheme, port and path\"")
@ValidationRule(
    value = "!has(self.paths) || self.paths.all(p, p.startsWith('/'))",
    fieldPath = ".paths",
    messageExpression =
        "self.paths.filter(p, !p.startsWith('/'))[0] + \": a path begins with '/'\"")
@ValidationRule(
    value = "(has(self.via) && self.via == 'HTTPRoute') == has(self.gateway)",
    fieldPath = ".gateway",
    message =
        "an HTTPRoute is attached to a Gateway, and an Ingress to none: give via: HTTPRoute and"
            + " gateway together, or neither")
@ValidationRule(
    value =
        "!has(self.via) || self.via != 'HTTPRoute' || !(has(self.className) || has(self.alb) ||"
            + " has(self.tls) && has(self.tls.secretName))",
    fieldPath = ".via",
    message =
        "className, alb and tls.secretName are an Ingress's; of an HTTPRoute class and"
            + " certificates are the Gateway's: remove them")
@ValidationRule(
    value = "!has(self.alb) || !has(self.className) || self.className == 'alb'",
    fieldPath = ".alb",
    message = "'alb' is for the class alb: remove className, or remove alb")
public record Exposure(
    @JsonPropertyDescription("Host names that lead to this process. Default: every host.")
        @Size(max = 20)
        List<@Size(min = 1, max = 253) String> hosts,
    @JsonPropertyDescription("Path prefixes that lead to this process. Default: /.") @Size(max = 20)
        List<@Size(min = 1, max = 512) String> paths,
    @JsonPropertyDescription("Serve the hosts over TLS.") ExposureTls tls,
    @JsonPropertyDescription(
            "What makes it reachable: Ingress (default) or HTTPRoute, where the cluster serves the"
                + " Gateway API.")
        ExposureVia via,
    @JsonPropertyDescription(
            "Class of the Ingress, such as alb or nginx. Default: the class that the cluster"
                + " marks as default; with 'alb' alb.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
        String className,
    @JsonPropertyDescription(
            "Annotations for the Ingress or HTTPRoute, as its controller defines them; they win over"
                + " those that the operator sets.")
        @Size(max = 50)
        Map<String, @Size(max = 4096) String> annotations,
    @JsonPropertyDescription(
            "For the AWS Load Balancer Controller. With it, or with className alb: pods are targets"
                + " themselves, the health check is the readiness check, and a replica that stops"
                + " waits until the load balancer has let go of it.")
        ExposureAlb alb,
    @JsonPropertyDescription("HTTPRoute: the Gateway it is attached to.") ExposureGateway gateway) {
  /** Class of the AWS Load Balancer Controller's Ingresses. */
  public static final String ALB = "alb";

  public Exposure {
    hosts = asEmpty(hosts);
    paths = asEmpty(paths);
    annotations = asEmpty(annotations);
  }

  /** Whether an Application Load Balancer leads to the process. */
  public boolean byAlb() {
    return alb != null || ALB.equals(className);
  }

  /** Whether it is an HTTPRoute. */
  public boolean byRoute() {
    return via == ExposureVia.HTTPRoute;
  }

  /** Whether visitors come over TLS, as far as can be told from here. */
  public boolean overTls() {
    return tls != null || alb != null && !alb.certificateArns().isEmpty();
  }
}
