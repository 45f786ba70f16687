package io.twelvefactor.operator.observe;

import java.util.List;
import java.util.stream.Stream;

/**
 * The sources that the administrator of a namespace allows its apps to be promoted from: a team
 * names one of these, and cannot name a staging of its own making.
 *
 * @param patterns {@code namespace/name}, either of which may be {@code *}; and {@code record} for
 *     records of other clusters
 */
public record AllowedSources(List<String> patterns) {
  /** The annotation on the namespace of the target: patterns with commas between them. */
  public static final String ANNOTATION = "twelvefactor.io/promote-from";

  private static final String RECORD = "record";

  /** Reads the annotation; without it nothing is allowed. */
  public static AllowedSources parse(String annotation) {
    return new AllowedSources(
        annotation == null
            ? List.of()
            : Stream.of(annotation.split(","))
                .map(String::strip)
                .filter(p -> !p.isEmpty())
                .toList());
  }

  /** Whether an app of this cluster may be a source. */
  public boolean allows(String namespace, String name) {
    return patterns.stream()
        .map(pattern -> pattern.split("/", -1))
        .filter(parts -> parts.length == 2)
        .anyMatch(parts -> matches(parts[0], namespace) && matches(parts[1], name));
  }

  /** Whether the record of another cluster may be a source. */
  public boolean allowsRecords() {
    return patterns.contains(RECORD);
  }

  private static boolean matches(String pattern, String name) {
    return pattern.equals("*") || pattern.equals(name);
  }

  @Override
  public String toString() {
    return patterns.isEmpty() ? "none" : String.join(", ", patterns);
  }
}
