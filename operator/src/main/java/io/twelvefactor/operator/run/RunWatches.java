package io.twelvefactor.operator.run;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.observe.Observer;
import io.twelvefactor.operator.observe.PackedStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The watches over what runs are made of: Jobs and pods that carry a run's label, reduced. */
final class RunWatches {
  private RunWatches() {}

  static List<EventSource<?, AdminRun>> of(EventSourceContext<AdminRun> context) {
    return List.of(
        watch(Job.class, RunWatches::reduced, context),
        watch(Pod.class, RunWatches::reduced, context));
  }

  private static <T extends HasMetadata> EventSource<?, AdminRun> watch(
      Class<T> kind, UnaryOperator<T> reduction, EventSourceContext<AdminRun> context) {
    var configuration =
        InformerEventSourceConfiguration.from(kind, AdminRun.class)
            .withName("run-" + kind.getSimpleName())
            .withLabelSelector(Labels.RUN)
            .withComparableResourceVersion(false)
            .withInformerListLimit(Observer.PAGE)
            .withSecondaryToPrimaryMapper(RunWatches::runOf)
            .withNamespacesInheritedFromController();
    // A store of one's own cannot be shared by several informers of a kind, one a namespace.
    if (context.getControllerConfiguration().getInformerConfig().getNamespaces().size() <= 1) {
      configuration.withItemStore(new PackedStore<>(kind, reduction));
    }
    return new InformerEventSource<>(configuration.build(), context);
  }

  private static Set<ResourceID> runOf(HasMetadata object) {
    return Set.of(
        new ResourceID(
            object.getMetadata().getLabels().get(Labels.RUN), object.getMetadata().getNamespace()));
  }

  private static Job reduced(Job job) {
    return new JobBuilder()
        .withMetadata(reduced(job.getMetadata()))
        .withStatus(job.getStatus())
        .build();
  }

  /** What a pass reads of a pod. */
  static Pod reduced(Pod pod) {
    PodStatusBuilder status = new PodStatusBuilder();
    if (pod.getStatus() != null) {
      status.withPhase(pod.getStatus().getPhase());
      status.withContainerStatuses(pod.getStatus().getContainerStatuses());
    }
    return new PodBuilder()
        .withMetadata(reduced(pod.getMetadata()))
        .withStatus(status.build())
        .build();
  }

  private static ObjectMeta reduced(ObjectMeta full) {
    Map<String, String> annotations = full.getAnnotations();
    String container = annotations == null ? null : annotations.get(RunJob.DEFAULT_CONTAINER);
    return new ObjectMetaBuilder()
        .withName(full.getName())
        .withNamespace(full.getNamespace())
        .withUid(full.getUid())
        .withResourceVersion(full.getResourceVersion())
        .withDeletionTimestamp(full.getDeletionTimestamp())
        .withLabels(full.getLabels())
        .withOwnerReferences(full.getOwnerReferences())
        .withAnnotations(container == null ? null : Map.of(RunJob.DEFAULT_CONTAINER, container))
        .build();
  }
}
