package io.twelvefactor.operator.factor;

import io.twelvefactor.api.v1alpha1.ReplicaStop;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.LifeFact;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is said of an app by how the replicas of its release start and stop. */
final class Stops {
  /** It ended by itself, or by SIGTERM, which it was sent. */
  private static final Set<Integer> GRACEFUL = Set.of(0, 143);

  private Stops() {}

  /** The verdict on the stops that were watched, the last one of each process type. */
  static Judgement judge(Release running, Facts facts) {
    List<String> killed = new ArrayList<>();
    List<String> odd = new ArrayList<>();
    List<String> told = new ArrayList<>();
    boolean watched = false;
    for (PodInputs process : running.inputs().processes()) {
      LifeFact life = facts.life(process.name());
      Optional<ReplicaStop> stop = life.stopOf(running.number());
      int grace = Disposability.graceSeconds(process);
      stop.filter(ReplicaStop::killed)
          .ifPresent(
              s -> killed.add("%s (%s, grace %d s)".formatted(process.name(), s.at(), grace)));
      stop.filter(s -> !s.killed() && !GRACEFUL.contains(s.exitCode()))
          .ifPresent(s -> odd.add(stopped(process, s)));
      watched |= stop.isPresent();
      told.add(
          stop.map(s -> stopped(process, s))
                  .orElseGet(() -> process.name() + " not yet watched stopping")
              + life.startOf(running.number())
                  .map(start -> ", ready %d s after its start".formatted(start.seconds()))
                  .orElse(""));
    }
    if (!killed.isEmpty()) {
      return Judgement.fail(
          "disposability/killed",
          ("still ran when its grace was over and was killed: %s; make it end on SIGTERM, or"
                  + " give it longer: spec.processes[].shutdown.drainSeconds")
              .formatted(String.join(", ", killed)));
    }
    if (!odd.isEmpty()) {
      return Judgement.unknown(
          "ended in time, but whether with its work done cannot be seen: "
              + String.join(", ", odd));
    }
    return watched ? Judgement.pass(String.join("; ", told)) : unwatched(running, facts);
  }

  private static Judgement unwatched(Release running, Facts facts) {
    return Judgement.unknown(
        running.inputs().processes().stream()
            .map(
                process ->
                    "%s %d s%s"
                        .formatted(
                            process.name(),
                            Disposability.graceSeconds(process),
                            facts
                                .life(process.name())
                                .startOf(running.number())
                                .map(s -> " (ready %d s after its start)".formatted(s.seconds()))
                                .orElse("")))
            .collect(
                Collectors.joining(
                    ", ", "grace: ", "; no stop of a replica has been watched yet")));
  }

  private static String stopped(PodInputs process, ReplicaStop stop) {
    return "%s stopped %s (exit code %d)".formatted(process.name(), stop.at(), stop.exitCode());
  }
}
