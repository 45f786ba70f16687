package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.twelvefactor.api.v1alpha1.ProcessStatus;
import io.twelvefactor.api.v1alpha1.ReplicaStart;
import io.twelvefactor.api.v1alpha1.ReplicaStop;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How replicas start and stop, seen in passing: how a pod ended shows in its last events only, and
 * then it is gone.
 *
 * <p>The status of the app is what remembers it; here is only what has not got there yet. So a
 * restart of the operator forgets nothing that was told, and changes no verdict.
 */
final class Lives {
  /** Apps of which something may wait to be told; more only where apps are gone or suspended. */
  private static final int MOST = 10_000;

  private static final int KILLED = 137;

  /** What the kubelet writes where it lost a container and made up the exit code. */
  private static final String LOST = "ContainerStatusUnknown";

  /** Of which pod it was seen tells whether it can be of the app that has the name now. */
  private record Sighting(String born, LifeFact fact) {}

  private final Map<ResourceID, Map<String, Sighting>> untold =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourceID, Map<String, Sighting>> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Takes notice of what a watch shows of a pod.
   *
   * @param was the pod as it was seen before, or null
   * @return whether it shows a start or a stop
   */
  synchronized boolean note(HasMetadata was, HasMetadata now) {
    if (!(now instanceof Pod pod) || PodFact.of(pod).isEmpty()) {
      return false;
    }
    String process = pod.getMetadata().getLabels().get(Labels.PROCESS);
    LifeFact seen =
        new LifeFact(
            process, start((Pod) was, pod, process).orElse(null), stop(pod, process).orElse(null));
    if (seen.start() == null && seen.stop() == null) {
      return false;
    }
    Labels.appOf(pod)
        .map(app -> new ResourceID(app, pod.getMetadata().getNamespace()))
        .ifPresent(
            app ->
                untold
                    .computeIfAbsent(app, id -> new HashMap<>())
                    .merge(
                        process,
                        new Sighting(pod.getMetadata().getCreationTimestamp(), seen),
                        (before, since) -> new Sighting(since.born, before.fact.then(since.fact))));
    return true;
  }

  /** What is known of an app: what its status says, and what was seen since. */
  synchronized List<LifeFact> of(TwelveFactorApp app) {
    Map<String, LifeFact> lives = new TreeMap<>();
    if (app.getStatus() != null) {
      for (ProcessStatus told : app.getStatus().processes()) {
        lives.put(told.name(), new LifeFact(told.name(), told.lastStart(), told.lastStop()));
      }
    }
    ResourceID id = ResourceID.fromResource(app);
    Map<String, Sighting> sightings = untold.get(id);
    if (sightings != null) {
      String made = app.getMetadata().getCreationTimestamp();
      sightings
          .values()
          .removeIf(
              seen ->
                  seen.born.compareTo(made) < 0
                      || saysNothingNew(lives.get(seen.fact.process()), seen.fact));
      sightings.forEach((process, seen) -> lives.merge(process, seen.fact, LifeFact::then));
      if (sightings.isEmpty()) {
        untold.remove(id);
      }
    }
    return List.copyOf(lives.values());
  }

  private static boolean saysNothingNew(LifeFact told, LifeFact seen) {
    return told != null && told.then(seen).equals(told);
  }

  /** It became ready for the first time since its container was started. */
  private static Optional<ReplicaStart> start(Pod was, Pod now, String process) {
    Optional<PodCondition> ready = ready(now).filter(c -> c.getStatus().equals("True"));
    Optional<Instant> started =
        state(now, process)
            .map(ContainerState::getRunning)
            .map(running -> time(running.getStartedAt()));
    if (was == null || ready.isEmpty() || started.isEmpty()) {
      return Optional.empty();
    }
    Optional<PodCondition> before = ready(was);
    // Ready again after a check had failed says nothing of how long a start takes.
    if (before.filter(c -> c.getStatus().equals("True") || isSince(c, started.get())).isPresent()) {
      return Optional.empty();
    }
    return Optional.ofNullable(time(ready.get().getLastTransitionTime()))
        .map(at -> (int) Duration.between(started.get(), at).toSeconds())
        .filter(seconds -> seconds >= 0)
        .map(seconds -> new ReplicaStart(Labels.releaseOf(now), seconds));
  }

  private static boolean isSince(PodCondition condition, Instant time) {
    Instant since = time(condition.getLastTransitionTime());
    return since != null && since.isAfter(time);
  }

  /** It ended after it was asked to, and was given the time that it was promised. */
  private static Optional<ReplicaStop> stop(Pod pod, String process) {
    Instant deadline = time(pod.getMetadata().getDeletionTimestamp());
    if (deadline == null || isHurried(pod)) {
      return Optional.empty();
    }
    long grace = Objects.requireNonNullElse(pod.getMetadata().getDeletionGracePeriodSeconds(), 0L);
    Instant asked = deadline.minusSeconds(grace);
    return state(pod, process)
        .map(ContainerState::getTerminated)
        .filter(end -> end.getExitCode() != null && !LOST.equals(end.getReason()))
        .filter(end -> end.getFinishedAt() != null && !time(end.getFinishedAt()).isBefore(asked))
        .map(
            end ->
                new ReplicaStop(
                    Labels.releaseOf(pod),
                    time(end.getFinishedAt()).toString(),
                    end.getExitCode(),
                    isKill(end)));
  }

  /**
   * Whether somebody gave it less time than its spec does, as {@code kubectl delete
   * --grace-period=1}. Zero says nothing: the kubelet sets it when all is over.
   */
  private static boolean isHurried(Pod pod) {
    Long given = pod.getMetadata().getDeletionGracePeriodSeconds();
    Long promised = pod.getSpec() == null ? null : pod.getSpec().getTerminationGracePeriodSeconds();
    return given != null && promised != null && given > 0 && given < promised;
  }

  private static boolean isKill(ContainerStateTerminated end) {
    return end.getExitCode() == KILLED && !Trouble.OUT_OF_MEMORY.equals(end.getReason());
  }

  private static Optional<PodCondition> ready(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals("Ready"))
            .findFirst();
  }

  private static Optional<ContainerState> state(Pod pod, String process) {
    return PodFact.container(pod, process).map(ContainerStatus::getState);
  }

  private static Instant time(String time) {
    return time == null ? null : Instant.parse(time);
  }
}
