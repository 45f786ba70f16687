package io.twelvefactor.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** kustomize is told of each field that holds an image or the name of another object. */
class KustomizeNamesTest {
  private static final Path NAMES = Path.of("../examples/gitops/kustomize/names.yaml");
  private static final Path DEFINITION =
      Path.of("../crds/generated/twelvefactorapps.twelvefactor.io.yaml");

  /** Names that no transformer may touch: names.yaml says why. */
  private static final Set<String> LEFT =
      Set.of(
          "spec/backingServices/objectRef/name",
          "spec/parity/promotedFrom/name",
          "spec/processes/expose/gateway/name",
          "spec/parity/promotedFrom/record/app");

  /** Names of the app itself and of what is in it. */
  private static final Set<String> OWN =
      Set.of(
          "spec/adminProcesses/name",
          "spec/backingServices/env/name",
          "spec/backingServices/name",
          "spec/config/env/name",
          "spec/parity/promotedFrom/record/adminProcesses/name",
          "spec/parity/promotedFrom/record/processes/name",
          "spec/processes/name");

  @Test
  void everyReferenceIsNamed() throws IOException {
    Set<String> told = new TreeSet<>();
    JsonNode names = yaml(NAMES);
    names.path("images").forEach(field -> told.add(field.path("path").asText()));
    for (JsonNode kind : names.path("nameReference")) {
      for (JsonNode field : kind.path("fieldSpecs")) {
        if (field.path("kind").asText().equals("TwelveFactorApp")) {
          told.add(field.path("path").asText());
        }
      }
    }

    Set<String> references = new TreeSet<>();
    JsonNode schema =
        yaml(DEFINITION).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    for (String path : fields("spec", schema)) {
      if (path.matches(".*/(name|image|secretName|app)")) {
        references.add(path);
      }
    }
    references.removeAll(OWN);
    references.removeAll(LEFT);
    references.removeIf(path -> path.matches("spec/processes/autoscaling/metrics/.*"));
    assertThat(references).isNotEmpty();
    assertThat(told).containsAll(references);
  }

  private static List<String> fields(String path, JsonNode schema) {
    List<String> found = new ArrayList<>();
    JsonNode node = schema.has("items") ? schema.path("items") : schema;
    for (var property : node.path("properties").properties()) {
      String below = path + "/" + property.getKey();
      found.add(below);
      found.addAll(fields(below, property.getValue()));
    }
    return found;
  }

  private static JsonNode yaml(Path file) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
  }
}
