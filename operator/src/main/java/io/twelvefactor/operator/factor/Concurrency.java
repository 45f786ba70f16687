package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.twelvefactor.api.v1alpha1.Autoscaling;
import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.Resources;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.ProcessTypes;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** VIII. Scale out via the process model: a Deployment a process type, each scaled on its own. */
final class Concurrency implements Factor {
  private static final int DEFAULT_CPU_TARGET = 80;

  /** Enough to see what replaced what; going back is the ledger's business. */
  private static final int REPLICA_SETS_KEPT = 2;

  /**
   * Seconds a replica must stay ready to count: a worker that dies just after its start must never
   * replace a good one.
   */
  private static final int MIN_READY_SECONDS = 5;

  private static final int PROGRESS_DEADLINE_SECONDS = 600;

  @Override
  public int number() {
    return 8;
  }

  @Override
  public String name() {
    return "concurrency";
  }

  /** What a container asks for and may have. */
  static ResourceRequirements required(Resources resources) {
    return new ResourceRequirementsBuilder()
        .withRequests(resources.requests())
        .withLimits(resources.limits())
        .build();
  }

  @Override
  public void shape(PodDraft draft, PodInputs pod, ReleaseInputs release) {
    Resources resources = pod.resources();
    if (resources != null) {
      draft.container().withResources(required(resources));
    }
    if (pod.role() == PodInputs.Role.PROCESS) {
      List.of("topology.kubernetes.io/zone", "kubernetes.io/hostname")
          .forEach(
              key -> draft.pod().addToTopologySpreadConstraints(spread(release, pod, key).build()));
    }
    if (pod.scheduling() != null) {
      NodeChoice.shape(draft.pod(), pod.scheduling());
    }
  }

  private static TopologySpreadConstraintBuilder spread(
      ReleaseInputs release, PodInputs pod, String topologyKey) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(1)
        .withTopologyKey(topologyKey)
        .withWhenUnsatisfiable("ScheduleAnyway")
        .withNewLabelSelector()
        .withMatchLabels(Labels.selector(release.app(), pod.name()))
        .endLabelSelector()
        .withMatchLabelKeys("pod-template-hash");
  }

  @Override
  public List<HasMetadata> surround(Setting setting) {
    List<HasMetadata> objects = new ArrayList<>();
    for (Setting.InForce<ProcessType> process : setting.processes()) {
      objects.add(deployment(setting, process));
      process
          .declared()
          .filter(p -> p.autoscaling() != null && !p.autoscaling().ownedElsewhere())
          .ifPresent(p -> objects.add(autoscaler(setting, p)));
    }
    return objects;
  }

  private static Deployment deployment(Setting setting, Setting.InForce<ProcessType> process) {
    String name = Names.of(setting.name(), process.inputs().name());
    Map<String, String> annotations = Codebase.annotations(setting, process.release());
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(Labels.ofProcess(setting.name(), process.inputs().name()))
        .withAnnotations(annotations.isEmpty() ? null : annotations)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas(setting, process, name))
        .withRevisionHistoryLimit(REPLICA_SETS_KEPT)
        .withMinReadySeconds(MIN_READY_SECONDS)
        .withProgressDeadlineSeconds(progressDeadline(setting))
        .withStrategy(strategy(process))
        .withNewSelector()
        .withMatchLabels(Labels.selector(setting.name(), process.inputs().name()))
        .endSelector()
        .withTemplate(process.template())
        .endSpec()
        .build();
  }

  private static int progressDeadline(Setting setting) {
    return setting.spec().release() == null
            || setting.spec().release().progressDeadlineSeconds() == null
        ? PROGRESS_DEADLINE_SECONDS
        : setting.spec().release().progressDeadlineSeconds();
  }

  /**
   * The number of replicas, or null where somebody else owns it: an autoscaled Deployment is made
   * with the least, and left alone from then on.
   */
  private static Integer replicas(
      Setting setting, Setting.InForce<ProcessType> process, String name) {
    Optional<Deployment> live = setting.facts().children().find(Deployment.class, name);
    Optional<ProcessType> declared = process.declared();
    if (declared.isEmpty()) {
      // Gone from the spec but still in force: as many as there are.
      return live.map(deployment -> deployment.getSpec().getReplicas()).orElse(1);
    }
    boolean autoscaled = declared.get().autoscaling() != null;
    return autoscaled && live.isPresent() ? null : (Integer) ProcessTypes.replicas(declared.get());
  }

  private static DeploymentStrategy strategy(Setting.InForce<ProcessType> process) {
    if (process.declared().filter(ProcessType::runsOnce).isPresent()) {
      return new DeploymentStrategyBuilder().withType("Recreate").build();
    }
    return new DeploymentStrategyBuilder()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxUnavailable(new IntOrString(0))
        .withMaxSurge(new IntOrString("25%"))
        .endRollingUpdate()
        .build();
  }

  private static HorizontalPodAutoscaler autoscaler(Setting setting, ProcessType process) {
    String name = Names.of(setting.name(), process.name());
    Autoscaling autoscaling = process.autoscaling();
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(Labels.ofProcess(setting.name(), process.name()))
        .endMetadata()
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", name)
        .withMinReplicas(ProcessTypes.replicas(process))
        .withMaxReplicas(autoscaling.maxReplicas())
        .withMetrics(metrics(process))
        .endSpec()
        .build();
  }

  private static List<MetricSpec> metrics(ProcessType process) {
    Autoscaling autoscaling = process.autoscaling();
    if (!autoscaling.metrics().isEmpty()) {
      String field = "spec.processes[%s].autoscaling.metrics".formatted(process.name());
      return autoscaling.metrics().stream()
          .map(metric -> Declared.as(MetricSpec.class, metric, field))
          .toList();
    }
    Integer target = autoscaling.targetCPUUtilizationPercentage();
    return List.of(
        new MetricSpecBuilder()
            // Of the app's container alone: a sidecar without requests would leave nothing to
            // compare the pod with, and one with requests would blur it.
            .withType("ContainerResource")
            .withNewContainerResource()
            .withName("cpu")
            .withContainer(process.name())
            .withNewTarget()
            .withType("Utilization")
            .withAverageUtilization(target == null ? DEFAULT_CPU_TARGET : target)
            .endTarget()
            .endContainerResource()
            .build());
  }

  @Override
  public Judgement judge(Evidence seen) {
    List<String> standing = new ArrayList<>();
    boolean complete = true;
    for (ProcessType process : ProcessTypes.of(seen.spec())) {
      long ready =
          seen.pods().stream()
              .filter(pod -> pod.process().equals(process.name()))
              .filter(PodFact::ready)
              .count();
      complete &= ready >= ProcessTypes.replicas(process);
      standing.add("%s %d".formatted(process.name(), ready));
    }
    String evidence = "ready replicas by process type: " + String.join(", ", standing);
    return complete ? Judgement.pass(evidence) : Judgement.unknown(evidence);
  }
}
