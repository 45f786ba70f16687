package io.twelvefactor.operator.sample;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.twelvefactor.operator.observe.Attached;
import io.twelvefactor.operator.observe.Children;
import io.twelvefactor.operator.observe.CommandPod;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.LifeFact;
import io.twelvefactor.operator.observe.Place;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.observe.Promotion;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.observe.RunFact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pass knows: nothing, but for what a test says. */
public final class SomeFacts {
  private Instant now = Sample.NOW;
  private Attached attached = Attached.of(Map.of());
  private Children children = new Children(List.of());
  private List<PodFact> pods = List.of();
  private List<CommandPod> commandPods = List.of();
  private List<RunFact> runs = List.of();
  private Promotion promotion;
  private List<LifeFact> lives = List.of();
  private Place place = Place.SILENT;

  public SomeFacts at(Instant time) {
    now = time;
    return this;
  }

  public SomeFacts contents(Map<Reference, Content> contents) {
    attached = Attached.of(contents);
    return this;
  }

  public SomeFacts children(HasMetadata... objects) {
    children = new Children(List.of(objects));
    return this;
  }

  public SomeFacts pods(List<PodFact> facts) {
    pods = facts;
    return this;
  }

  public SomeFacts commandPods(List<CommandPod> facts) {
    commandPods = facts;
    return this;
  }

  public SomeFacts runs(List<RunFact> facts) {
    runs = facts;
    return this;
  }

  public SomeFacts promotion(Promotion fact) {
    promotion = fact;
    return this;
  }

  public SomeFacts lives(List<LifeFact> facts) {
    lives = facts;
    return this;
  }

  public SomeFacts place(Place fact) {
    place = fact;
    return this;
  }

  public Facts facts() {
    return new Facts(
        now,
        attached,
        children,
        pods,
        commandPods,
        runs,
        Optional.ofNullable(promotion),
        lives,
        place);
  }
}
