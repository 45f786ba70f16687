package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the CustomResourceDefinitions from the Java types: fabric8's generator, then what its
 * annotations cannot say (list-map keys, the status default, the category).
 */
final class CustomResourceDefinitions {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .build());

  private static final List<String> COLUMNS =
      List.of(
          "App",
          "Process",
          "By",
          "Ready",
          "Release",
          "State",
          "Exit",
          "Processes",
          "Compliance",
          "URL",
          "Age",
          "Reason",
          "Pinned",
          "Image");

  /**
   * What the annotations cannot say of a kind.
   *
   * @param description of the kind as a whole
   * @param longestName so that the names of the objects made for it fit
   */
  private record Root(String description, int longestName) {}

  private static final Map<Class<?>, Root> ROOTS =
      Map.of(
          TwelveFactorApp.class,
          new Root("An app kept to the twelve factors (12factor.net).", 40),
          AdminRun.class,
          new Root("One run of an admin process, or of a command, in the release an app runs.", 63),
          ReleaseApproval.class,
          new Root("Somebody's yes to one release of an app.", 253));

  private CustomResourceDefinitions() {}

  /** The definition of one kind, as the YAML text that is committed. */
  static String yaml(Class<? extends CustomResource<?, ?>> kind) {
    try {
      Path directory = Files.createTempDirectory("crd");
      new CRDGenerator()
          .customResourceClasses(kind)
          .forCRDVersions("v1")
          .inOutputDir(directory.toFile())
          .detailedGenerate();
      Path file;
      try (var files = Files.list(directory)) {
        file = files.findFirst().orElseThrow();
      }
      ObjectNode definition = (ObjectNode) YAML.readTree(Files.readString(file));
      Files.delete(file);
      Files.delete(directory);
      complete(definition, ROOTS.get(kind));
      return "# Made from the Java types: mvn -pl crds test -Dcrds.write=true. Do not edit.\n"
          + YAML.writeValueAsString(definition);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void complete(ObjectNode definition, Root root) {
    ((ObjectNode) definition.at("/spec/names")).putArray("categories").add("twelvefactor");
    for (JsonNode version : definition.at("/spec/versions")) {
      orderColumns((ObjectNode) version);
      ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
      describeRoot(schema, root);
      if (schema.at("/properties/status/properties").isMissingNode()) {
        // The generator writes one for every kind; what has no status is done once it is there.
        ((ObjectNode) schema.path("properties")).remove("status");
        ((ObjectNode) version).remove("subresources");
      } else if (schema.at("/properties/status") instanceof ObjectNode status) {
        // A new object is not yet seen: kstatus then reads it as in progress, never as done.
        status.putObject("default").put("observedGeneration", -1);
        keepWhole(status.path("properties"));
      }
      mend(schema);
    }
  }

  /**
   * The lists of a status have one writer, who writes them whole. Merging them entry by entry would
   * store the owner of every field of every entry, several times the size of the status itself.
   */
  private static void keepWhole(JsonNode fields) {
    fields
        .properties()
        .forEach(
            field -> {
              boolean isList = field.getValue().path("type").asText().equals("array");
              if (isList && !field.getKey().equals("conditions")) {
                ((ObjectNode) field.getValue()).put("x-kubernetes-list-type", "atomic");
              }
            });
  }

  /** The generator sorts columns by path; people read them in the order of importance. */
  private static void orderColumns(ObjectNode version) {
    List<JsonNode> columns = new ArrayList<>();
    version.path("additionalPrinterColumns").forEach(columns::add);
    columns.sort(Comparator.comparingInt(column -> COLUMNS.indexOf(column.path("name").asText())));
    version.putArray("additionalPrinterColumns").addAll(columns);
  }

  private static void describeRoot(ObjectNode schema, Root root) {
    schema.put("description", root.description());
    // Of metadata a schema may speak of the name alone; a rule can point at it only where it does.
    ObjectNode metadata = ((ObjectNode) schema.path("properties")).putObject("metadata");
    metadata.put("type", "object");
    metadata
        .putObject("properties")
        .putObject("name")
        .put("type", "string")
        .put("maxLength", root.longestName());
  }

  private static void mend(JsonNode node) {
    if (node instanceof ObjectNode schema) {
      mendRules(schema);
      mendFreeForm(schema);
      mendList(schema);
      mendQuantity(schema);
      mendBound(schema, "minimum");
      mendBound(schema, "maximum");
    }
    node.forEach(CustomResourceDefinitions::mend);
  }

  /** A record component carries its annotations twice (field and accessor): once is enough. */
  private static void mendRules(ObjectNode schema) {
    if (schema.get("x-kubernetes-validations") instanceof ArrayNode rules) {
      Set<JsonNode> distinct = new LinkedHashSet<>();
      rules.forEach(distinct::add);
      rules.removeAll();
      distinct.forEach(rules::add);
    }
  }

  /** Free-form nodes hold objects. */
  private static void mendFreeForm(ObjectNode schema) {
    if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean() && !schema.has("type")) {
      schema.put("type", "object");
    }
  }

  /** Lists of named things merge by name, so that two appliers can own an entry each. */
  private static void mendList(ObjectNode schema) {
    JsonNode items = schema.path("items");
    for (String key : new String[] {"name", "type", "number", "rule", "path"}) {
      boolean required = false;
      for (JsonNode name : items.path("required")) {
        required |= name.asText().equals(key);
      }
      if (required && !schema.has("x-kubernetes-list-type")) {
        schema.put("x-kubernetes-list-type", "map");
        schema.putArray("x-kubernetes-list-map-keys").add(key);
      }
    }
  }

  /** Kubernetes checks a quantity where it is used; here the person who wrote it is told. */
  private static void mendQuantity(ObjectNode schema) {
    if (!schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return;
    }
    if (schema.has("x-kubernetes-validations")) {
      schema.put("maxLength", 64); // no quantity: it has a rule of its own
    } else {
      schema.put("maxLength", 32);
      schema
          .putArray("x-kubernetes-validations")
          .addObject()
          .put("message", "a quantity is a number with or without a unit, such as 100m, 2 or 128Mi")
          .put(
              "rule",
              "type(self) == int ? self >= 0 : self.matches('^[0-9]+([.][0-9]+)?(m|k|[MGTPE]|[KMGTPE]i|[eE][0-9]+)?$')");
    }
  }

  private static void mendBound(ObjectNode schema, String bound) {
    if (schema.path(bound).isDouble()) {
      schema.put(bound, schema.get(bound).asLong());
    }
  }
}
