package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.twelvefactor.operator.appconfig.Seen;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Everything a pass knows; what is not here cannot influence what is built.
 *
 * @param now the time of the pass
 * @param attached what the app refers to
 * @param children the live objects the app controls, its release records among them
 * @param pods the pods of its process types
 * @param commandPods the pods of its release commands
 * @param runs the runs on demand that have ended, the latest last
 * @param promotion where its releases come from; empty where it says nothing of that, or offline
 * @param lives how replicas of its process types started and stopped last, as far as watched
 * @param place what its namespace says that its pods depend on
 */
public record Facts(
    Instant now,
    Attached attached,
    Children children,
    List<PodFact> pods,
    List<CommandPod> commandPods,
    List<RunFact> runs,
    Optional<Promotion> promotion,
    List<LifeFact> lives,
    Place place) {

  /** Facts of an app that nothing exists of yet, as when rendering offline. */
  public static Facts offline(Instant now, Attached attached) {
    return new Facts(
        now,
        attached,
        new Children(List.of()),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        Place.SILENT);
  }

  /** These facts after objects were written. */
  public Facts with(Collection<HasMetadata> written) {
    return new Facts(
        now, attached, children.with(written), pods, commandPods, runs, promotion, lives, place);
  }

  /** What is known of a referenced object's content, if it exists. */
  public Optional<Content> content(Reference reference) {
    return Optional.ofNullable(attached.contents().get(reference));
  }

  /** What is seen of a profile of AppConfig, if it was looked at. */
  public Optional<Seen> profile(Reference reference) {
    return Optional.ofNullable(attached.profiles().get(reference));
  }

  /** How the replicas of a process type started and stopped last. */
  public LifeFact life(String process) {
    return lives.stream()
        .filter(life -> life.process().equals(process))
        .findFirst()
        .orElse(new LifeFact(process, null, null));
  }

  /** What is known of the object that stands for a backing service, if it was looked for. */
  public Optional<ServiceFact> service(String name) {
    return Optional.ofNullable(attached.services().get(name));
  }
}
