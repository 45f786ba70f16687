package io.twelvefactor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The control plane is what the other tests take it for. */
@ExtendWith(ControlPlaneExtension.class)
class ControlPlaneIT {
  private static final ConfigMap NOTE =
      new ConfigMapBuilder().withNewMetadata().withName("note").endMetadata().build();

  private final ControlPlane controlPlane;

  ControlPlaneIT(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  @Test
  void isOne() {
    assertThat(ControlPlane.start()).isSameAs(controlPlane);
  }

  @Test
  void givesEachTestANamespaceOfItsOwn() {
    String first = controlPlane.namespace("own", Map.of("twelvefactor.io/enforce", "warn"));
    String second = controlPlane.namespace("own");

    assertThat(first).startsWith("own-").isNotEqualTo(second);
    assertThat(controlPlane.client().namespaces().withName(first).get().getMetadata().getLabels())
        .containsEntry("twelvefactor.io/enforce", "warn");
  }

  @Test
  void runsTheControllers() {
    String namespace = controlPlane.namespace("controllers");

    assertThat(
            controlPlane
                .client()
                .serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(found -> found != null, 30, TimeUnit.SECONDS))
        .isNotNull();
  }

  @Test
  void knowsWhoWroteWhat() {
    // Given
    String namespace = controlPlane.namespace("audit");
    Instant before = Instant.now();

    // When
    try (KubernetesClient alice = clientOf("alice", "test-agent/1")) {
      var notes = alice.configMaps().inNamespace(namespace);
      notes.resource(NOTE).dryRun().create();
      notes.resource(NOTE).create();
      notes.withName("note").get();
    }

    // Then
    var requests = controlPlane.auditLog().requests().since(before).in(namespace);
    assertThat(requests.by("alice").of("configmaps").all())
        .extracting(AuditedRequest::verb)
        .containsExactly("create", "create", "get");
    assertThat(requests.by("alice").writes())
        .singleElement()
        .satisfies(write -> assertThat(write.name()).isEqualTo("note"))
        .satisfies(write -> assertThat(write.code()).isEqualTo(201));
    assertThat(requests.by("test-agent").writes()).hasSize(1);
    assertThat(requests.by("bob").all()).isEmpty();
    assertThat(requests.since(Instant.now()).all()).isEmpty();
  }

  @Test
  void saysWhyItDidNotStart() {
    KubernetesScript script = KubernetesScript.find();

    assertThatThrownBy(() -> script.up("Not A Name", ProcessHandle.current().pid()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the name \"Not A Name\" must be");
  }

  private KubernetesClient clientOf(String user, String agent) {
    Config config = controlPlane.config();
    config.setUserAgent(agent);
    config.setImpersonateUsername(user);
    config.setImpersonateGroups("system:masters");
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
