package io.twelvefactor.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What holds for every field of the API, of every kind; a failure names the fields that break it.
 */
class SchemaTest {
  private static final List<String> FREE_FORM =
      List.of("spec.podTemplate", "spec.processes[].autoscaling.metrics[]");

  private final JsonNode root = read("twelvefactorapps");
  private final JsonNode run = read("adminruns");
  private final JsonNode approval = read("releaseapprovals");
  private final List<SchemaField> spec = fieldsOf("spec");
  private final List<SchemaField> status = fieldsOf("status");

  @Test
  void everyFieldIsDescribed() {
    Predicate<SchemaField> bare =
        f ->
            f.named()
                && !f.schema().isMissingNode()
                && f.schema().path("description").asText().isBlank();

    assertThat(paths(spec, bare)).isEmpty();
    assertThat(paths(status, bare)).isEmpty();
  }

  @Test
  void everyTextHasAMaximumLength() {
    Predicate<SchemaField> unbounded =
        f -> f.isA("string") && !f.has("enum") && !f.has("maxLength");

    assertThat(paths(spec, unbounded)).isEmpty();
    assertThat(paths(status, unbounded)).isEmpty();
  }

  @Test
  void everyListHasAMaximumLength() {
    Predicate<SchemaField> unbounded = f -> f.isA("array") && !f.has("maxItems");

    assertThat(paths(spec, unbounded)).isEmpty();
    assertThat(paths(status, unbounded)).isEmpty();
  }

  @Test
  void everyMapHasAMaximumSize() {
    Predicate<SchemaField> unbounded =
        f -> f.has("additionalProperties") && !f.has("maxProperties");

    assertThat(paths(spec, unbounded)).isEmpty();
    assertThat(paths(status, unbounded)).isEmpty();
  }

  @Test
  void everyNumberOfTheSpecHasItsRange() {
    assertThat(paths(spec, f -> f.isA("integer") && !(f.has("minimum") && f.has("maximum"))))
        .isEmpty();
    assertThat(paths(spec, f -> f.isA("number"))).as("fractions do not round-trip").isEmpty();
  }

  @Test
  void nothingInTheSpecHasADefault() {
    assertThat(paths(spec, f -> f.has("default")))
        .as("a default that the server writes is permanent drift to GitOps tools")
        .isEmpty();
  }

  @Test
  void listsOfNamedThingsMergeByName() {
    Predicate<SchemaField> named =
        f -> f.items().filter(i -> i.schema().path("properties").has("name")).isPresent();
    Predicate<SchemaField> mergesByName =
        f ->
            f.schema().path("x-kubernetes-list-type").asText().equals("map")
                && f.schema().path("x-kubernetes-list-map-keys").path(0).asText().equals("name");

    assertThat(paths(spec, named)).contains("spec.processes", "spec.config.env");
    assertThat(paths(spec, named.and(mergesByName.negate()))).isEmpty();
  }

  @Test
  void listsOfTheStatusAreWrittenWholeButForConditions() {
    Predicate<SchemaField> list = f -> f.isA("array");
    Predicate<SchemaField> whole =
        f -> f.schema().path("x-kubernetes-list-type").asText().equals("atomic");

    assertThat(paths(status, list.and(whole))).contains("status.releases", "status.factors");
    assertThat(paths(status, list.and(whole.negate())))
        .containsExactlyInAnyOrder(
            "status.conditions", "status.lastDrift.fields", "AdminRun.status.conditions");
  }

  @Test
  void freeFormIsOnlyWhatKubernetesDefines() {
    Predicate<SchemaField> freeForm = f -> f.flag("x-kubernetes-preserve-unknown-fields");
    Predicate<SchemaField> empty =
        f -> f.isA("object") && !f.has("properties") && !f.has("additionalProperties");

    assertThat(paths(spec, freeForm)).containsExactlyInAnyOrderElementsOf(FREE_FORM);
    assertThat(paths(status, freeForm)).isEmpty();
    assertThat(paths(spec, freeForm.negate().and(empty))).as("everything in it is lost").isEmpty();
    assertThat(paths(status, freeForm.negate().and(empty)))
        .as("everything in it is lost")
        .isEmpty();
  }

  @Test
  void aNewObjectIsNotYetSeen() {
    JsonNode unseen = new ObjectMapper().createObjectNode().put("observedGeneration", -1);

    assertThat(root.at("/properties/status/default")).isEqualTo(unseen);
    assertThat(run.at("/properties/status/default")).isEqualTo(unseen);
  }

  private static List<String> paths(List<SchemaField> fields, Predicate<SchemaField> which) {
    return fields.stream().filter(which).map(SchemaField::path).toList();
  }

  private List<SchemaField> fieldsOf(String part) {
    return Stream.concat(
            new SchemaField(part, true, root.at("/properties/" + part)).walk(),
            Stream.concat(
                new SchemaField("AdminRun." + part, true, run.at("/properties/" + part)).walk(),
                new SchemaField("ReleaseApproval." + part, true, approval.at("/properties/" + part))
                    .walk()))
        .toList();
  }

  private static JsonNode read(String kind) {
    Path file = Path.of("generated", kind + ".twelvefactor.io.yaml");
    try {
      return new ObjectMapper(new YAMLFactory())
          .readTree(file.toFile())
          .at("/spec/versions/0/schema/openAPIV3Schema");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
