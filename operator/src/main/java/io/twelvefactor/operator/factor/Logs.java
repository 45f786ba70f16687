package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.release.Gap;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** XI. Treat logs as event streams: the app writes to stdout, and something else takes it up. */
final class Logs implements Factor {
  private static final String PARSER = "fluentbit.io/parser";
  private static final String EXCLUDE = "fluentbit.io/exclude";

  @Override
  public int number() {
    return 11;
  }

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public void shape(PodDraft draft, PodInputs pod, ReleaseInputs release) {
    if (LogSidecar.in(release)) {
      LogSidecar.add(draft, pod, release);
    } else if (release.logs() != null) {
      route(draft, release.logs().declared());
    }
  }

  /**
   * What a collector made of Fluent Bit reads off pods.
   *
   * @see <a
   *     href="https://docs.fluentbit.io/manual/pipeline/filters/kubernetes#kubernetes-annotations">its
   *     filter kubernetes</a>
   */
  private static void route(PodDraft draft, io.twelvefactor.api.v1alpha1.Logs logs) {
    Map<String, String> annotations = new LinkedHashMap<>();
    if (logs.parser() != null) {
      annotations.put(PARSER, logs.parser());
    }
    if (Boolean.TRUE.equals(logs.exclude())) {
      annotations.put(EXCLUDE, "true");
    }
    draft.annotations(annotations);
  }

  @Override
  public List<HasMetadata> surround(Setting setting) {
    Map<String, HasMetadata> configs = new TreeMap<>();
    setting
        .plan()
        .live()
        .map(release -> release.templates().logConfig())
        .filter(Objects::nonNull)
        .forEach(
            config -> {
              ConfigMap map = LogSidecar.configMap(setting.name(), config);
              configs.put(map.getMetadata().getName(), map);
            });
    return List.copyOf(configs.values());
  }

  @Override
  public Judgement judge(Evidence seen) {
    Optional<Gap> gap = seen.plan().hold().flatMap(hold -> hold.about(Gap.Subject.LOGS));
    if (gap.isPresent()) {
      return Judgement.fail("logs/sidecar", gap.get().message());
    }
    return seen.running()
        .filter(release -> LogSidecar.in(release.inputs()))
        .map(release -> sidecars(seen, release))
        .orElseGet(
            () ->
                Judgement.unknown(
                    "stdout is left to the cluster's collector, which cannot be seen from here"
                        + excluded(seen)));
  }

  private static String excluded(Evidence seen) {
    return seen.running()
        .map(release -> release.inputs().logs())
        .filter(logs -> Boolean.TRUE.equals(logs.declared().exclude()))
        .map(logs -> ", and spec.logs.exclude asks it to leave this app out")
        .orElse("");
  }

  private static Judgement sidecars(Evidence seen, Release running) {
    List<PodFact> pods =
        seen.pods().stream().filter(pod -> pod.release() == running.number()).toList();
    String down =
        pods.stream()
            .filter(pod -> pod.logSidecar() != null && pod.logSidecar().trouble() != null)
            .map(pod -> "%s (%s)".formatted(pod.process(), pod.logSidecar().trouble()))
            .distinct()
            .collect(Collectors.joining(", "));
    if (!down.isEmpty()) {
      return Judgement.fail(
          "logs/sidecar",
          "the log sidecar does not stay up: %s; `kubectl logs` with -c log-sidecar tells why"
              .formatted(down));
    }
    String waiting =
        pods.stream()
            .filter(pod -> pod.logSidecar() == null || !pod.logSidecar().running())
            .map(PodFact::process)
            .distinct()
            .collect(Collectors.joining(", "));
    if (pods.isEmpty() || !waiting.isEmpty()) {
      return Judgement.unknown(
          "no log sidecar is seen running %s"
              .formatted(waiting.isEmpty() ? "yet" : "in a replica of: " + waiting));
    }
    return Judgement.pass(
        "a sidecar in every replica of release %d reads stdout for %s%s"
            .formatted(running.number(), sink(running), restarts(pods)));
  }

  /** The last restart of each process type's sidecars: what was sent then may be there twice. */
  private static String restarts(List<PodFact> pods) {
    Map<String, String> last = new TreeMap<>();
    pods.stream()
        .filter(pod -> pod.logSidecar().setback() != null)
        .forEach(
            pod ->
                last.merge(
                    pod.process(),
                    pod.logSidecar().setback().toString(),
                    (one, other) -> one.compareTo(other) < 0 ? other : one));
    return last.entrySet().stream()
        .map(entry -> "; that of %s %s".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining());
  }

  private static String sink(Release running) {
    var logs = running.inputs().logs().declared();
    if (logs.cloudWatch() != null) {
      return "CloudWatch log group " + logs.cloudWatch().logGroup();
    } else if (logs.http() != null) {
      return logs.http().host() + " by HTTP";
    } else if (logs.forward() != null) {
      return logs.forward().host() + " by Forward";
    }
    return "its own stdout, with what it knows of the pod";
  }
}
