package io.twelvefactor.operator.rules;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a namespace says of the rules for its apps; the cluster's administrator says it.
 *
 * @param labels those under twelvefactor.io/: the level, and whether this is production
 * @param annotations those under twelvefactor.io/: which rules may be waived
 */
public record NamespaceTerms(Map<String, String> labels, Map<String, String> annotations) {
  private static final String OURS = "twelvefactor.io/";

  /** Annotation: ids of the rules that apps may waive, separated by commas; {@code *} is all. */
  public static final String WAIVERS_ALLOWED = OURS + "waivers-allowed";

  /** Label: {@code production} where its rules hold. */
  public static final String ENVIRONMENT = OURS + "environment";

  public NamespaceTerms {
    labels = ours(labels);
    annotations = ours(annotations);
  }

  /** A namespace that says nothing: everything is refused, and nothing waived. */
  public static NamespaceTerms silent() {
    return new NamespaceTerms(Map.of(), Map.of());
  }

  private static Map<String, String> ours(Map<String, String> all) {
    return all == null
        ? Map.of()
        : all.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(OURS))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** How strictly the rules are taken. */
  public Level level() {
    return Level.of(labels);
  }

  /** Whether apps may waive a rule. */
  public boolean mayWaive(String rule) {
    return Arrays.stream(annotations.getOrDefault(WAIVERS_ALLOWED, "").split(","))
        .map(String::trim)
        .anyMatch(allowed -> allowed.equals("*") || allowed.equals(rule));
  }

  /** The same namespace, in which these rules may be waived. */
  public NamespaceTerms allowing(Set<String> rules) {
    return new NamespaceTerms(labels, Map.of(WAIVERS_ALLOWED, String.join(",", rules)));
  }

  /** The Namespace as the policies see it. */
  Map<String, Object> asObject() {
    return Map.of("metadata", Map.of("labels", labels, "annotations", annotations));
  }
}
