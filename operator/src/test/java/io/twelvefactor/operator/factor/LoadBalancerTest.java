package io.twelvefactor.operator.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Place;
import io.twelvefactor.operator.sample.Sample;
import io.twelvefactor.operator.sample.SomeFacts;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadBalancerTest {
  private static final String PREFIX = "alb.ingress.kubernetes.io/";

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "alb: {} | none | none",
        "hosts: [a.example], alb: {} | none | acme",
        "hosts: [a.example], alb: {} | shared | shared",
        "alb: {} | shared | none",
        "hosts: [a.example], alb: {group: own} | shared | own",
        "alb: {group: own} | none | own",
        "hosts: [a.example], className: alb | none | acme",
        "hosts: [a.example], className: alb, annotations: {alb.ingress.kubernetes.io/group.name: mine} | shared | mine",
      })
  void oneIsSharedByAGroup(String expose, String ofNamespace, String group) {
    assertThat(annotations("expose: {%s}".formatted(expose), ofNamespace).get("group.name"))
        .isEqualTo(group);
  }

  @Test
  void ofAGroupTheMoreSpecificPathComesFirst() {
    String template = "expose: {hosts: [a.example], paths: [%s], alb: {}}";
    assertThat(order(template.formatted("/api/v1")))
        .isLessThan(order(template.formatted("/api")))
        .isPositive();
    assertThat(order(template.formatted("/api"))).isLessThan(order(template.formatted("/")));
    assertThat(order(template.formatted("/, /api"))).isEqualTo(order(template.formatted("/")));
    assertThat(order(template.formatted("/" + "a".repeat(2000)))).isEqualTo(1);
  }

  private static int order(String expose) {
    return Integer.parseInt(annotations(expose, null).get("group.order"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "health: {readiness: {path: /ready}} | healthcheck-path=/ready, success-codes=200-399",
        "health: {readiness: {path: /ready, port: 8081}} | healthcheck-path=/ready, healthcheck-port=8081, success-codes=200-399",
        "health: {readiness: {path: /ready, port: 8080}} | healthcheck-path=/ready, success-codes=200-399",
        "health: {readiness: {tcp: true}} | success-codes=200-499",
        "protocol: http | success-codes=200-499",
        "protocol: h2c | backend-protocol-version=HTTP2, success-codes=200-499",
        "protocol: grpc | backend-protocol-version=GRPC",
        "protocol: grpc, health: {readiness: {path: /ready, port: 8081}} | backend-protocol-version=GRPC",
        "protocol: grpc, health: {readiness: {grpc: true}} | backend-protocol-version=GRPC, healthcheck-path=/grpc.health.v1.Health/Check, success-codes=0",
      })
  void asksWhatTheClusterAsks(String process, String expected) {
    Map<String, String> annotations = annotations(process + ", expose: {alb: {}}", null);
    annotations
        .keySet()
        .removeAll(java.util.Set.of("target-type", "scheme", "target-group-attributes"));
    assertThat(
            annotations.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Object::toString)
                .collect(Collectors.joining(", ")))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "port: 8080 | 35",
        "shutdown: {drainSeconds: 100} | 115",
        "shutdown: {drainSeconds: 100, preStopSeconds: 30} | 130",
        "shutdown: {drainSeconds: 3600} | 3600",
      })
  void letsGoAsLongAsAReplicaTakesToStop(String process, int seconds) {
    assertThat(annotations(process + ", expose: {alb: {}}", null))
        .containsEntry(
            "target-group-attributes", "deregistration_delay.timeout_seconds=" + seconds);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "alb: {} | none | none | internal",
        "hosts: [a.example], tls: {}, alb: {internetFacing: true} | [{\"HTTP\": 80}, {\"HTTPS\": 443}] | 443 | internet-facing",
        "hosts: [a.example], tls: {}, alb: {sslRedirect: false} | [{\"HTTPS\": 443}] | none | internal",
        "'alb: {certificateArns: [a, b]}' | [{\"HTTP\": 80}, {\"HTTPS\": 443}] | 443 | internal",
      })
  void listens(String expose, String ports, String redirect, String scheme) {
    Map<String, String> annotations = annotations("expose: {%s}".formatted(expose), null);
    assertThat(annotations.get("listen-ports")).isEqualTo(ports);
    assertThat(annotations.get("ssl-redirect")).isEqualTo(redirect);
    assertThat(annotations.get("scheme")).isEqualTo(scheme);
    assertThat(annotations.get("certificate-arn"))
        .isEqualTo(expose.contains("certificateArns") ? "a,b" : null);
  }

  @Test
  void anotherClassIsToldNothing() {
    assertThat(annotations("expose: {className: nginx}", "shared")).isEmpty();
  }

  private static Map<String, String> annotations(String process, String groupOfNamespace) {
    String port = process.startsWith("port") ? "" : "port: 8080, ";
    TwelveFactorApp app = Sample.app("processes: [{name: web, %s%s}]".formatted(port, process));
    Facts facts = new SomeFacts().place(new Place(null, false, groupOfNamespace)).facts();
    Setting setting =
        new Setting(
            "acme",
            "shop",
            app.getSpec(),
            Sample.running(Sample.release(1, app, ReleaseOutcome.Current)),
            facts);
    Ingress ingress =
        new PortBinding()
            .surround(setting).stream()
                .filter(Ingress.class::isInstance)
                .map(Ingress.class::cast)
                .findFirst()
                .orElseThrow();
    Map<String, String> annotations = ingress.getMetadata().getAnnotations();
    return annotations == null
        ? Map.of()
        : annotations.entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey().replace(PREFIX, ""), Map.Entry::getValue));
  }
}
