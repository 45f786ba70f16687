package io.twelvefactor.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The whole example is whole: a field that is added to the API must be added there, too. */
class WholeExampleTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Fields that exclude others which the example shows; smaller examples show these. */
  private static final Set<String> EXCLUDED = Set.of("spec.replicas", "spec.serviceAccount.name");

  /** What these begin is one of several ways, of which the example shows another. */
  private static final List<String> OTHER_WAYS =
      List.of(
          "spec.parity.promotedFrom.record",
          "spec.logs.parser",
          "spec.logs.exclude",
          "spec.logs.cloudWatch",
          "spec.logs.forward",
          "spec.logs.stdout",
          "spec.processes[].expose.alb",
          "spec.processes[].expose.gateway");

  private final Set<String> shown = new TreeSet<>();

  @Test
  void showsEveryFieldOfTheSpec() throws IOException {
    JsonNode schema =
        YAML.readTree(Path.of("generated", "twelvefactorapps.twelvefactor.io.yaml").toFile())
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    JsonNode example = YAML.readTree(Path.of("valid", "whole.yaml").toFile()).path("spec");

    collect("spec", example);

    assertThat(new SchemaField("spec", true, schema).walk())
        .filteredOn(SchemaField::named)
        .extracting(SchemaField::path)
        .filteredOn(path -> !shown.contains(path) && !EXCLUDED.contains(path))
        .filteredOn(path -> OTHER_WAYS.stream().noneMatch(path::startsWith))
        .as("fields that valid/whole.yaml does not show")
        .isEmpty();
  }

  private void collect(String path, JsonNode value) {
    shown.add(path);
    value.properties().forEach(p -> collect(path + "." + p.getKey(), p.getValue()));
    if (value.isArray()) {
      value.forEach(item -> collect(path + "[]", item));
    }
  }
}
