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
public record Exposure(
    @JsonPropertyDescription("Host names that lead to this process. Default: every host.")
        @Size(max = 20)
        List<@Size(min = 1, max = 253) String> hosts,
    @JsonPropertyDescription("Path prefixes that lead to this process. Default: /.") @Size(max = 20)
        List<@Size(min = 1, max = 512) String> paths,
    @JsonPropertyDescription("Serve the hosts over TLS.") ExposureTls tls,
    @JsonPropertyDescription("What makes it reachable: Ingress (default).") ExposureVia via,
    @JsonPropertyDescription(
            "Class of the Ingress, such as alb or nginx. Default: the class that the cluster"
                + " marks as default.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
        String className,
    @JsonPropertyDescription("Annotations for the Ingress, as its controller defines them.")
        @Size(max = 50)
        Map<String, @Size(max = 4096) String> annotations) {
  public Exposure {
    hosts = asEmpty(hosts);
    paths = asEmpty(paths);
    annotations = asEmpty(annotations);
  }
}
