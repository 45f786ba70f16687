package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.cli.Cli.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads manifests out of files, directories and standard input, any number in each. */
final class Documents {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(new CoreSchema()).setAllowDuplicateKeys(false).build();

  private Documents() {}

  /**
   * The manifests in these places, those in a List among them.
   *
   * @param places files, directories (read with all below them), or {@code -}
   */
  static List<Document> read(List<String> places, InputStream standardInput) {
    List<Document> all = new ArrayList<>();
    for (String place : places) {
      if (place.equals("-")) {
        all.addAll(parse("-", text("-", standardInput), true));
      } else if (Files.isDirectory(Path.of(place))) {
        files(Path.of(place))
            .forEach(file -> all.addAll(parse(file.toString(), text(file), false)));
      } else {
        all.addAll(parse(place, text(Path.of(place)), true));
      }
    }
    return all;
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(ya?ml|json)"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BadInput("%s cannot be read: %s".formatted(directory, e.getMessage()));
    }
  }

  private static String text(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return text(file.toString(), stream);
    } catch (NoSuchFileException e) {
      throw new BadInput(file + " cannot be read: there is no such file");
    } catch (IOException e) {
      throw new BadInput("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static String text(String name, InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadInput("%s cannot be read: %s".formatted(name, e.getMessage()));
    }
  }

  /**
   * @param named whether somebody named this very file, so that it must be a manifest
   */
  private static List<Document> parse(String file, String text, boolean named) {
    List<Document> found = new ArrayList<>();
    try {
      for (Node node : new Compose(SETTINGS).composeAllFromString(text)) {
        Object content = new YamlContent(SETTINGS).of(node);
        add(file, content, node, named, found);
      }
    } catch (MarkedYamlEngineException e) {
      throw new BadInput(
          "%s:%d: not YAML: %s"
              .formatted(
                  file,
                  e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1),
                  e.getProblem()));
    } catch (YamlEngineException e) {
      throw new BadInput("%s: not YAML: %s".formatted(file, e.getMessage()));
    }
    return found;
  }

  private static void add(
      String file, Object content, Node node, boolean named, List<Document> found) {
    if (content == null) {
      return; // comments, or nothing between two markers
    }
    Map<String, Object> manifest = new LinkedHashMap<>();
    if (content instanceof Map<?, ?> map) {
      map.forEach((key, value) -> manifest.put(String.valueOf(key), value));
    }
    if (manifest.get("kind") instanceof String kind
        && manifest.get("apiVersion") instanceof String) {
      if (kind.equals("List") && manifest.get("items") instanceof List<?> items) {
        items.forEach(item -> add(file, item, node, named, found));
      } else {
        found.add(new Document(file, manifest, node));
      }
    } else if (named) {
      throw new BadInput(
          "%s:%d: not a Kubernetes manifest: apiVersion and kind are missing"
              .formatted(file, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1)));
    }
  }
}
