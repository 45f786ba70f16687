package io.twelvefactor.operator.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * What YAML says, as kubectl reads it: by YAML 1.1, in which a bare {@code off} is false. A
 * variable {@code value: off} is refused by the API server, so it must not look like a text here.
 */
final class YamlContent {
  private static final Set<String> TRUE = Set.of("y", "yes", "on");
  private static final Set<String> FALSE = Set.of("n", "no", "off");

  private final StandardConstructor scalars;

  YamlContent(LoadSettings settings) {
    scalars = new StandardConstructor(settings);
  }

  /** The value of a node: maps, lists, texts, numbers, booleans and null. */
  Object of(Node node) {
    if (node instanceof MappingNode mapping) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        String key =
            tuple.getKeyNode() instanceof ScalarNode scalar
                ? scalar.getValue()
                : String.valueOf(of(tuple.getKeyNode()));
        map.put(key, of(tuple.getValueNode()));
      }
      return map;
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      sequence.getValue().forEach(entry -> list.add(of(entry)));
      return list;
    }
    if (node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN) {
      String lower = scalar.getValue().toLowerCase(java.util.Locale.ROOT);
      if (TRUE.contains(lower) || FALSE.contains(lower)) {
        return TRUE.contains(lower);
      }
    }
    return scalars.constructSingleDocument(Optional.of(node));
  }
}
