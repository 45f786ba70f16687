package io.twelvefactor.operator.run;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.AdminRunStatus;
import io.twelvefactor.operator.apply.ObjectWriter;
import io.twelvefactor.operator.apply.Refusals;
import io.twelvefactor.operator.observe.Observer;
import io.twelvefactor.operator.observe.Ownership;
import io.twelvefactor.operator.reconcile.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One pass over one run: start it, tell how it stands, and let it go in the end. */
@ControllerConfiguration(
    name = "adminrun",
    fieldManager = ObjectWriter.FIELD_MANAGER,
    // The end of a run is a change of its status, and what starts its time of being kept.
    generationAwareEventProcessing = false,
    informer = @Informer(comparableResourceVersions = false, informerListLimit = Observer.PAGE),
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(
    maxAttempts = Integer.MAX_VALUE,
    initialInterval = 200,
    intervalMultiplier = 2,
    maxInterval = 30_000)
public final class RunReconciler implements Reconciler<AdminRun> {
  /** Nobody tells a waiting run that its app has come: it waits for minutes at most. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

  private static final String BY_APP = "app";

  private final Starter starter;
  private final RunWriter writer;
  private final Duration patience;
  private final Clock clock;

  public RunReconciler(KubernetesClient client, Settings settings, Clock clock) {
    starter = new Starter(client);
    writer = new RunWriter(client);
    patience = settings.patience();
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, AdminRun>> prepareEventSources(EventSourceContext<AdminRun> context) {
    context.getPrimaryCache().addIndexer(BY_APP, run -> List.of(appKey(run)));
    return RunWatches.of(context);
  }

  @Override
  public UpdateControl<AdminRun> reconcile(AdminRun run, Context<AdminRun> context) {
    if (run.isMarkedForDeletion()) {
      return UpdateControl.noUpdate(); // its Job is its own, and goes with it
    }
    try {
      return pass(run, context);
    } catch (KubernetesClientException e) {
      if (Refusals.isNamespaceGoing(e)) {
        return UpdateControl.noUpdate();
      }
      throw e;
    }
  }

  private UpdateControl<AdminRun> pass(AdminRun run, Context<AdminRun> context) {
    AdminRunStatus status = run.getStatus();
    if (status != null && status.finished()) {
      return keep(run, context);
    }
    return status == null || status.job() == null ? start(run) : follow(run, context);
  }

  private UpdateControl<AdminRun> start(AdminRun run) {
    Start start = starter.start(run);
    RunOutcome outcome = new RunOutcome(run, clock.instant());
    if (start instanceof Start.Started started) {
      writer.write(run, outcome.started(started));
    } else if (start instanceof Start.Waiting waiting) {
      Instant deadline = Instant.parse(run.getMetadata().getCreationTimestamp()).plus(patience);
      boolean late = !clock.instant().isBefore(deadline);
      writer.write(run, late ? outcome.notStarted(waiting) : outcome.waiting(waiting));
      return UpdateControl.<AdminRun>noUpdate().rescheduleAfter(LOOK_AGAIN);
    }
    return UpdateControl.noUpdate();
  }

  private UpdateControl<AdminRun> follow(AdminRun run, Context<AdminRun> context) {
    Optional<Job> job =
        context
            .getSecondaryResourcesAsStream(Job.class)
            .filter(seen -> Ownership.controls(run, seen))
            .findFirst();
    RunOutcome outcome = new RunOutcome(run, clock.instant());
    if (job.isPresent()) {
      List<Pod> pods =
          context
              .getSecondaryResourcesAsStream(Pod.class)
              .filter(pod -> Ownership.controls(job.get(), pod))
              .toList();
      writer.write(run, outcome.of(job.get(), pods));
    } else if (starter.isGone(run)) {
      writer.write(run, outcome.gone());
    }
    return UpdateControl.noUpdate();
  }

  private UpdateControl<AdminRun> keep(AdminRun run, Context<AdminRun> context) {
    Instant now = clock.instant();
    Retention.beyond(context.getPrimaryCache().byIndex(BY_APP, appKey(run)), now)
        .forEach(writer::remove);
    Duration left = Duration.between(now, Retention.goes(run).orElseThrow());
    if (left.isNegative() || left.isZero()) {
      writer.remove(run);
      return UpdateControl.noUpdate();
    }
    return UpdateControl.<AdminRun>noUpdate().rescheduleAfter(left);
  }

  private static String appKey(AdminRun run) {
    return run.getMetadata().getNamespace() + "/" + run.getSpec().app();
  }
}
