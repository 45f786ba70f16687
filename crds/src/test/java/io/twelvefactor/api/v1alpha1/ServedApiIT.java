package io.twelvefactor.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.testing.ControlPlane;
import io.twelvefactor.testing.ControlPlaneExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real API server makes of the definition, beyond taking and refusing objects. */
@ExtendWith(ControlPlaneExtension.class)
class ServedApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/apis/twelvefactor.io/v1alpha1";
  private static final String APP =
      """
      {"apiVersion": "twelvefactor.io/v1alpha1", "kind": "TwelveFactorApp",
       "metadata": {"name": "shop"},
       "spec": {"image": "registry.example/acme/shop:1.4", "replicas": 2}
       %s}
      """;
  private static final String STATUS = ", \"status\": {\"observedGeneration\": 7, \"url\": \"x\"}";

  private final KubernetesClient client;
  private final ControlPlane controlPlane;
  private String apps;

  ServedApiIT(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
    this.client = controlPlane.client();
  }

  @BeforeEach
  void freshNamespace() {
    apps = API + "/namespaces/" + controlPlane.namespace("served") + "/twelvefactorapps";
  }

  @Test
  void newObjectReadsAsNotYetSeen() throws IOException {
    JsonNode created = JSON.readTree(client.raw(apps, "POST", APP.formatted("")));

    assertThat(created.path("status")).isEqualTo(JSON.readTree("{\"observedGeneration\": -1}"));
  }

  @Test
  void statusIsNotWrittenThroughTheMainEndpoint() throws IOException {
    // Given
    JsonNode created = JSON.readTree(client.raw(apps, "POST", APP.formatted(STATUS)));
    assertThat(created.at("/status/observedGeneration").asInt()).isEqualTo(-1);

    // When
    client.raw(apps + "/shop", "PUT", withVersion(APP.formatted(STATUS), created));
    JsonNode throughMain = JSON.readTree(client.raw(apps + "/shop"));
    client.raw(apps + "/shop/status", "PUT", withVersion(APP.formatted(STATUS), throughMain));
    JsonNode throughStatus = JSON.readTree(client.raw(apps + "/shop"));

    // Then
    assertThat(throughMain.path("status")).isEqualTo(created.path("status"));
    assertThat(throughStatus.at("/status/observedGeneration").asInt()).isEqualTo(7);
    assertThat(throughStatus.at("/metadata/generation").asInt())
        .as("a status write is no change of the spec")
        .isEqualTo(1);
  }

  @Test
  void typedObjectRoundTrips() {
    // Given
    client.raw(apps, "POST", APP.formatted(""));

    // When
    String namespace = apps.split("/")[5];
    var app = client.resources(TwelveFactorApp.class).inNamespace(namespace).withName("shop").get();

    // Then
    assertThat(app.getSpec().replicas()).isEqualTo(2);
    assertThat(app.getSpec().processes()).isEmpty();
    assertThat(app.getStatus().observedGeneration()).isEqualTo(-1);
    assertThat(client.resource(app).update().getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void explainsItsFields() {
    // kubectl explain reads this document, which follows the definition a moment later.
    JsonNode app =
        await("the OpenAPI document of the group")
            .atMost(Duration.ofSeconds(30))
            .until(this::explained, node -> !node.isMissingNode());
    JsonNode shutdown = app.at("/properties/spec/properties/processes/items/properties/shutdown");

    assertThat(app.path("description").asText()).startsWith("An app kept to the twelve factors");
    assertThat(shutdown.path("description").asText()).isEqualTo("Factor IX: how a replica stops.");
    assertThat(shutdown.at("/properties/drainSeconds/description").asText()).contains("SIGTERM");
    assertThat(shutdown.at("/properties/preStopSeconds/description").asText()).contains("SIGTERM");
  }

  @Test
  void listsColumnsInTheOrderOfImportance() throws IOException {
    List<String> narrow = new ArrayList<>();
    List<String> wide = new ArrayList<>();
    for (JsonNode column : table().path("columnDefinitions")) {
      (column.path("priority").asInt() == 0 ? narrow : wide).add(column.path("name").asText());
    }

    assertThat(narrow)
        .containsExactly("Name", "Ready", "Release", "Processes", "Compliance", "URL", "Age");
    assertThat(wide).containsExactly("Reason", "Pinned", "Image");
  }

  private JsonNode explained() throws IOException {
    try {
      return JSON.readTree(client.raw("/openapi/v3" + API))
          .at("/components/schemas/io.twelvefactor.v1alpha1.TwelveFactorApp");
    } catch (KubernetesClientException notYetServed) {
      return JSON.missingNode();
    }
  }

  /** The answer that kubectl get asks for. */
  private JsonNode table() throws IOException {
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(client.getMasterUrl().toString().replaceAll("/$", "") + apps)
            .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
            .build();
    return JSON.readTree(http.sendAsync(request, String.class).join().body());
  }

  private static String withVersion(String app, JsonNode current) throws IOException {
    var versioned = JSON.readTree(app);
    ((ObjectNode) versioned.path("metadata"))
        .set("resourceVersion", current.at("/metadata/resourceVersion"));
    return versioned.toString();
  }
}
