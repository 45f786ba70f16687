package io.twelvefactor.operator.it;

import static io.twelvefactor.operator.it.World.condition;
import static io.twelvefactor.operator.it.World.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How an app is reached from outside: load balancers of AWS, and the Gateway API. */
@ExtendWith(OperatorExtension.class)
class ExposureIT {
  private static final String ALB =
      """
      image: %s
      processes:
      - name: web
        port: 8080
        health: {readiness: {path: /ready}}
        expose: {hosts: [shop.example.com], alb: {}}
      - {name: worker}
      """;

  private static final String ROUTE =
      """
      image: %s
      processes:
      - name: web
        port: 8080
        expose: {hosts: [shop.example.com], via: HTTPRoute, gateway: {name: public}}
      """;

  @Test
  void theFirstPodsWaitForTheAddressSoThatTheyGetAGate(World world) {
    // Given
    world.label("elbv2.k8s.aws/pod-readiness-gate-inject", "enabled");
    // When
    world.app("shop", ALB.formatted(World.IMAGE));
    TwelveFactorApp app = world.awaitReconciling("shop", "AwaitingAddress");
    // Then the Ingress is there, and so is what has nothing to wait for
    assertThat(World.message(app)).contains("Ingress shop-web has no address yet");
    assertThat(condition(app, "LoadBalancerReady")).contains("False");
    world.eventually(() -> assertThat(world.get(Deployment.class, "shop-worker")).isNotNull());
    assertThat(world.get(Ingress.class, "shop-web").getMetadata().getAnnotations())
        .containsEntry("alb.ingress.kubernetes.io/target-type", "ip")
        .containsEntry("alb.ingress.kubernetes.io/healthcheck-path", "/ready")
        .containsEntry("alb.ingress.kubernetes.io/group.name", world.namespace());
    assertThat(world.get(Deployment.class, "shop-web")).isNull();

    // When the load balancer is there
    address(world);
    // Then
    app = world.awaitRelease("shop", 1);
    assertThat(reason(app, "LoadBalancerReady"))
        .as("nobody injects gates here")
        .contains("AddressedWithoutGates");
    Deployment web = world.get(Deployment.class, "shop-web");
    assertThat(web.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
        .isEqualTo(15 + 20 + 5);
    // and later releases wait no more
    world.app("shop", ALB.formatted(World.image(2)));
    world.awaitRelease("shop", 2);
    Instant rest = world.awaitRest();
    world.operator().restart();
    world.awaitRest();
    assertThat(world.operatorWrites(rest)).isEmpty();
  }

  @Test
  void afterAMinuteTheyWaitNoLongerAndTheStatusSaysSo(World world) {
    world.label("elbv2.k8s.aws/pod-readiness-gate-inject", "enabled");
    world.app("shop", ALB.formatted(World.IMAGE));
    world.awaitReconciling("shop", "AwaitingAddress");

    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> world.get(Deployment.class, "shop-web") != null);

    TwelveFactorApp app = world.awaitRelease("shop", 1);
    assertThat(reason(app, "LoadBalancerReady")).contains("NoAddress");
    assertThat(
            app.getStatus().conditions().stream()
                .filter(c -> c.type().equals("LoadBalancerReady"))
                .findFirst()
                .orElseThrow()
                .message())
        .contains("Ingress/shop-web")
        .contains("replicas without a readiness gate");
  }

  @Test
  void whereNothingInjectsGatesNobodyWaits(World world) {
    world.app("shop", ALB.formatted(World.IMAGE));
    TwelveFactorApp app = world.awaitRelease("shop", 1);
    assertThat(reason(app, "LoadBalancerReady")).contains("NoAddress");
  }

  @Test
  void anHttpRouteIsMadeOnceItsKindIsServed(World world) {
    // Given no Gateway API
    Kinds kinds = new Kinds(world);
    kinds.remove("httproutes", "gateway.networking.k8s.io");
    world.app("shop", ROUTE.formatted(World.IMAGE));
    TwelveFactorApp app = world.awaitReconciling("shop", "HttpRouteUnavailable");
    assertThat(World.message(app))
        .contains("spec.processes[].expose.via")
        .contains("serves no namespaced kind HTTPRoute in gateway.networking.k8s.io/v1");

    // When it is installed
    kinds.install("httproutes", "gateway.networking.k8s.io", "v1", "HTTPRoute");
    // Then
    app = world.awaitRelease("shop", 1);
    assertThat(app.getStatus().url()).isEqualTo("http://shop.example.com");
    assertThat(spec(world))
        .containsEntry("hostnames", List.of("shop.example.com"))
        .extractingByKey("parentRefs")
        .asString()
        .contains("name=public");
    Instant rest = world.awaitRest();
    world.operator().restart();
    world.awaitRest();
    assertThat(world.operatorWrites(rest)).as("at rest").isEmpty();

    // When somebody changes it
    world
        .somebody("kubectl-edit")
        .applies(
            "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: shop-web}, spec: {hostnames: [other.example.com]}}");
    // Then it is put back
    world.eventually(
        () -> assertThat(spec(world)).containsEntry("hostnames", List.of("shop.example.com")));

    // When somebody deletes it, and again as soon as it is back
    for (int i = 0; i < 10; i++) {
      world
          .client()
          .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
          .inNamespace(world.namespace())
          .withName("shop-web")
          .delete();
      // Then it is put back each time
      world.eventually(() -> assertThat(route(world)).isNotNull());
    }

    // When the app is exposed otherwise
    world.app("shop", ALB.formatted(World.IMAGE));
    // Then it goes
    world.eventually(() -> assertThat(route(world)).isNull());
    assertThat(world.get(Ingress.class, "shop-web")).isNotNull();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(World world) {
    return (Map<String, Object>) route(world).getAdditionalProperties().get("spec");
  }

  private static GenericKubernetesResource route(World world) {
    return world
        .client()
        .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
        .inNamespace(world.namespace())
        .withName("shop-web")
        .get();
  }

  private static void address(World world) {
    world
        .client()
        .resources(Ingress.class)
        .inNamespace(world.namespace())
        .withName("shop-web")
        .editStatus(
            ingress ->
                new IngressBuilder(ingress)
                    .withNewStatus()
                    .withNewLoadBalancer()
                    .addNewIngress()
                    .withHostname("k8s-1.elb.example.com")
                    .endIngress()
                    .endLoadBalancer()
                    .endStatus()
                    .build());
  }
}
