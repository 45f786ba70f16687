package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.twelvefactor.api.v1alpha1.DriftReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of applying.
 *
 * @param written the objects that were written, as the server answered
 * @param conflicts objects of our names that are somebody else's, as Kind/name
 * @param refusals what the API server would not take, each as a sentence
 * @param drift the last change by somebody else that was taken back
 */
public record Applied(
    List<HasMetadata> written,
    List<String> conflicts,
    List<String> refusals,
    Optional<DriftReport> drift) {

  /** Whether everything that is to exist exists as it should. */
  public boolean complete() {
    return conflicts.isEmpty() && refusals.isEmpty();
  }

  /** The same, its conflicts left to be told by a later step. */
  Applied withoutConflicts() {
    return new Applied(written, List.of(), refusals, drift);
  }

  /** This, and what came of another step. */
  public Applied and(Applied other) {
    return new Applied(
        Stream.concat(written.stream(), other.written.stream()).toList(),
        Stream.concat(conflicts.stream(), other.conflicts.stream()).toList(),
        Stream.concat(refusals.stream(), other.refusals.stream()).toList(),
        other.drift.or(() -> drift));
  }

  /** An object of our name is somebody else's. */
  public static Applied conflict(String object) {
    return new Applied(List.of(), List.of(object), List.of(), Optional.empty());
  }

  /** An object was written. */
  static Applied written(HasMetadata object) {
    return new Applied(List.of(object), List.of(), List.of(), Optional.empty());
  }

  /** The API server would not take an object. */
  static Applied refused(String refusal) {
    return new Applied(List.of(), List.of(), List.of(refusal), Optional.empty());
  }

  /** Nothing was tried. */
  public static Applied nothing() {
    return new Applied(List.of(), List.of(), List.of(), Optional.empty());
  }
}
