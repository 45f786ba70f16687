package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.rules.JsonPath;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One manifest as it was written.
 *
 * @param file where it stands
 * @param content as JSON
 * @param node as YAML, which knows its lines
 */
record Document(String file, Map<String, Object> content, Node node) {

  String kind() {
    return JsonPath.text(content, "kind");
  }

  String name() {
    return JsonPath.text(JsonPath.map(content, "metadata"), "name");
  }

  String namespace() {
    return JsonPath.text(JsonPath.map(content, "metadata"), "namespace");
  }

  /** Kind and name, for people. */
  String title() {
    return kind() + "/" + name();
  }

  /**
   * The line of the first field that a message names, or as near as can be; 1 is the first.
   *
   * @param message such as {@code spec.config.env[NAME]: …}
   */
  int line(String message) {
    Node nearest = node;
    String path = message.replaceFirst("^[a-z-]+/[a-z0-9-]+: ", "").split("[ ,:]", 2)[0];
    for (String step : path.split("\\.(?![^\\[]*\\])|(?=\\[)")) {
      Node next =
          step.startsWith("[")
              ? entry(nearest, step.substring(1, step.length() - (step.endsWith("]") ? 1 : 0)))
              : field(nearest, step);
      if (next == null) {
        break;
      }
      nearest = next;
    }
    return nearest.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private static Node field(Node node, String name) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
          // A block begins a line below its key, a value on the same.
          return tuple.getValueNode();
        }
      }
    }
    return null;
  }

  /** An entry of a list by its number or by what it is known by, or a key of a map. */
  private static Node entry(Node node, String key) {
    if (node instanceof SequenceNode list) {
      for (int i = 0; i < list.getValue().size(); i++) {
        Node item = list.getValue().get(i);
        boolean known =
            List.of("name", "path", "mountPath", "containerPort").stream()
                .map(field -> field(item, field))
                .anyMatch(value -> value instanceof ScalarNode s && s.getValue().equals(key));
        if (known || key.equals(String.valueOf(i))) {
          return item;
        }
      }
    }
    return field(node, key);
  }
}
