package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.twelvefactor.api.v1alpha1.Health;
import io.twelvefactor.api.v1alpha1.HealthCheck;
import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.Shutdown;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.ProcessTypes;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** IX. Maximize robustness with fast startup and graceful shutdown. */
final class Disposability implements Factor {
  private static final int DRAIN_SECONDS = 20;

  /** Long enough for EndpointSlices to reach every node, or requests still arrive after SIGTERM. */
  private static final int PRE_STOP_SECONDS = 5;

  /** A load balancer of AWS goes on sending requests for longer than the cluster itself. */
  private static final int ALB_PRE_STOP_SECONDS = 15;

  /** Between the end of draining and SIGKILL, for the container runtime. */
  private static final int SLACK_SECONDS = 5;

  private static final int STARTUP_PERIOD_SECONDS = 2;

  @Override
  public int number() {
    return 9;
  }

  @Override
  public String name() {
    return "disposability";
  }

  @Override
  public void shape(PodDraft draft, PodInputs pod, ReleaseInputs release) {
    if (pod.role() != PodInputs.Role.PROCESS) {
      draft.pod().withTerminationGracePeriodSeconds((long) DRAIN_SECONDS + SLACK_SECONDS);
      return;
    }
    int preStop = preStopSeconds(pod);
    draft.pod().withTerminationGracePeriodSeconds((long) graceSeconds(pod));
    if (preStop > 0) {
      draft
          .container()
          .withNewLifecycle()
          .withNewPreStop()
          .withNewSleep((long) preStop)
          .endPreStop()
          .endLifecycle();
    }
    probes(draft, pod);
  }

  private static int preStopSeconds(PodInputs pod) {
    Shutdown shutdown = pod.shutdown();
    if (shutdown != null && shutdown.preStopSeconds() != null) {
      return shutdown.preStopSeconds();
    }
    if (!pod.bindsPort()) {
      return 0;
    }
    return Boolean.TRUE.equals(pod.behindAlb()) ? ALB_PRE_STOP_SECONDS : PRE_STOP_SECONDS;
  }

  /** What Kubernetes calls the grace period covers the wait before SIGTERM as well. */
  static int graceSeconds(PodInputs pod) {
    return stopSeconds(pod) + SLACK_SECONDS;
  }

  /** From the decision to stop until the last request that was under way has its answer. */
  static int stopSeconds(PodInputs pod) {
    Shutdown shutdown = pod.shutdown();
    return preStopSeconds(pod)
        + (shutdown == null || shutdown.drainSeconds() == null
            ? DRAIN_SECONDS
            : shutdown.drainSeconds());
  }

  private static void probes(PodDraft draft, PodInputs pod) {
    Health health = pod.health() == null ? new Health(null, null, null) : pod.health();
    readinessCheck(pod, health)
        .ifPresent(check -> draft.container().withReadinessProbe(probe(check, pod)));
    if (health.liveness() != null) {
      draft.container().withLivenessProbe(probe(health.liveness(), pod));
    }
    if (health.startup() != null) {
      Optional.ofNullable(health.liveness())
          .or(() -> readinessCheck(pod, health))
          .ifPresent(check -> draft.container().withStartupProbe(startup(check, pod)));
    }
  }

  /** Without a word from the app: ready once the port accepts connections. */
  private static Optional<HealthCheck> readinessCheck(PodInputs pod, Health health) {
    return Optional.ofNullable(health.readiness())
        .or(
            () ->
                pod.bindsPort()
                    ? Optional.of(new HealthCheck(null, null, true, null, null, null, null, null))
                    : Optional.empty());
  }

  private static Probe startup(HealthCheck check, PodInputs pod) {
    int seconds = pod.health().startup().seconds();
    return new ProbeBuilder(probe(check, pod))
        .withPeriodSeconds(STARTUP_PERIOD_SECONDS)
        .withFailureThreshold((seconds + STARTUP_PERIOD_SECONDS - 1) / STARTUP_PERIOD_SECONDS)
        .build();
  }

  private static Probe probe(HealthCheck check, PodInputs pod) {
    ProbeBuilder probe =
        new ProbeBuilder()
            .withPeriodSeconds(check.periodSeconds())
            .withTimeoutSeconds(check.timeoutSeconds())
            .withFailureThreshold(check.failureThreshold());
    IntOrString port =
        check.port() == null
            ? new IntOrString(PortBinding.PORT_NAME)
            : new IntOrString(check.port());
    if (!check.exec().isEmpty()) {
      return probe.withNewExec().withCommand(check.exec()).endExec().build();
    }
    if (check.path() != null) {
      return probe.withNewHttpGet().withPath(check.path()).withPort(port).endHttpGet().build();
    }
    if (Boolean.TRUE.equals(check.grpc())) {
      // A gRPC check takes no named port.
      int number = check.port() == null ? pod.port() : check.port();
      return probe.withNewGrpc().withPort(number).endGrpc().build();
    }
    return probe.withNewTcpSocket().withPort(port).endTcpSocket().build();
  }

  @Override
  public List<HasMetadata> surround(Setting setting) {
    List<HasMetadata> budgets = new ArrayList<>();
    for (Setting.InForce<ProcessType> process : setting.processes()) {
      // One replica cannot be evicted without a gap; a budget for it would only block a drain.
      if (process.declared().filter(p -> ProcessTypes.replicas(p) >= 2).isPresent()) {
        budgets.add(budget(setting, process.inputs().name()));
      }
    }
    return budgets;
  }

  private static HasMetadata budget(Setting setting, String process) {
    return new PodDisruptionBudgetBuilder()
        .withNewMetadata()
        .withName(Names.of(setting.name(), process))
        .withLabels(Labels.ofProcess(setting.name(), process))
        .endMetadata()
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        // A replica that never became ready protects nobody (KEP-3017).
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(Labels.selector(setting.name(), process))
        .endSelector()
        .endSpec()
        .build();
  }

  @Override
  public Judgement judge(Evidence seen) {
    Optional<Release> running = seen.running();
    if (running.isEmpty()) {
      return Judgement.unknown("there is no release yet");
    }
    List<String> down =
        seen.pods().stream()
            .filter(pod -> pod.trouble() != null && !pod.trouble().equals(PodFact.EVICTED))
            .map(pod -> "%s (%s)".formatted(pod.process(), pod.trouble()))
            .distinct()
            .toList();
    return down.isEmpty()
        ? Stops.judge(running.get(), seen.facts())
        : Judgement.fail("disposability/start", "does not stay up: " + String.join(", ", down));
  }
}
