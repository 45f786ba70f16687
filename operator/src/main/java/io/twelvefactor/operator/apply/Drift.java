package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.twelvefactor.api.v1alpha1.DriftReport;
import io.twelvefactor.operator.observe.Children;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Tells of a change by somebody else that was taken back, within the bounds of a status. */
final class Drift {
  private static final int MOST_FIELDS = 19;
  private static final int LONGEST_FIELD = 512;

  private Drift() {}

  static DriftReport report(HasMetadata object, String manager, List<String> fields, Instant now) {
    return new DriftReport(
        Children.key(object),
        manager,
        brief(fields),
        now.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static List<String> brief(List<String> fields) {
    List<String> brief =
        fields.stream()
            .limit(MOST_FIELDS)
            .map(f -> f.length() <= LONGEST_FIELD ? f : f.substring(0, LONGEST_FIELD - 1) + "…")
            .toList();
    if (fields.size() <= MOST_FIELDS) {
      return brief;
    }
    String more = "and %d more".formatted(fields.size() - MOST_FIELDS);
    return Stream.concat(brief.stream(), Stream.of(more)).toList();
  }
}
