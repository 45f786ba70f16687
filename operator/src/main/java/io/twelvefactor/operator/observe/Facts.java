package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a pass knows; what is not here cannot influence what is built.
 *
 * @param now the time of the pass
 * @param contents what the app refers to and was found; a missing object has no entry
 * @param children the live objects the app controls, its release records among them
 * @param pods the pods of its process types
 * @param runs the runs on demand that have ended, the latest last
 * @param promotion where its releases come from; empty where it says nothing of that, or offline
 */
public record Facts(
    Instant now,
    Map<Reference, Content> contents,
    Children children,
    List<PodFact> pods,
    List<RunFact> runs,
    Optional<Promotion> promotion) {

  /** Facts of an app that nothing was run in on demand, and that comes from nowhere. */
  public Facts(
      Instant now, Map<Reference, Content> contents, Children children, List<PodFact> pods) {
    this(now, contents, children, pods, List.of(), Optional.empty());
  }

  /** Facts of an app that nothing exists of yet, as when rendering offline. */
  public static Facts offline(Instant now, Map<Reference, Content> contents) {
    return new Facts(now, contents, new Children(List.of()), List.of());
  }

  /** These facts after objects were written. */
  public Facts with(Collection<HasMetadata> written) {
    return new Facts(now, contents, children.with(written), pods, runs, promotion);
  }

  /** What is known of a referenced object's content, if it exists. */
  public Optional<Content> content(Reference reference) {
    return Optional.ofNullable(contents.get(reference));
  }
}
