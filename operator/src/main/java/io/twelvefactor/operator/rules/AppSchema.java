package io.twelvefactor.operator.rules;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The schema of TwelveFactorApps, as the CustomResourceDefinition has it: what the API server would
 * refuse before any policy is asked, in its words.
 */
public final class AppSchema {
  /** Stands for the id of a rule where the schema refuses. */
  public static final String RULE = "schema/valid";

  private final SchemaNode root;

  private AppSchema() {
    String text = PolicyFiles.text("/crds/twelvefactorapps.twelvefactor.io.yaml");
    Map<?, ?> definition = new KubernetesSerialization().unmarshal(text, Map.class);
    Map<?, ?> spec = (Map<?, ?>) definition.get("spec");
    Map<?, ?> version = (Map<?, ?>) ((List<?>) spec.get("versions")).get(0);
    root = new SchemaNode((Map<?, ?>) ((Map<?, ?>) version.get("schema")).get("openAPIV3Schema"));
  }

  private static final class Shipped {
    static final AppSchema SCHEMA = new AppSchema();
  }

  /** The schema that this version ships. */
  public static AppSchema shipped() {
    return Shipped.SCHEMA;
  }

  /** What is wrong with an app; the schema's own rules are asked only where its types hold. */
  public List<Finding> violations(Map<String, ?> app) {
    List<String> found = new ArrayList<>();
    root.check("", app, found);
    if (found.isEmpty()) {
      root.judge("", app, found);
    }
    return found.stream().map(message -> new Finding(RULE, RULE + ": " + message)).toList();
  }
}
