package io.twelvefactor.operator.surround;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.twelvefactor.api.v1alpha1.ReleasePolicy;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.factor.Deadline;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.Release;
import java.util.Objects;

/**
 * The Job that runs the command of a release: once, under a name that no other release has. It
 * stays until its outcome is recorded and a later release runs, so that its output can be read.
 */
public final class ReleaseJob {
  private static final long TIMEOUT_SECONDS = 600;

  private ReleaseJob() {}

  /** The Job of a release, owned by the app. */
  public static Job of(TwelveFactorApp app, Release release) {
    String name = app.getMetadata().getName();
    Job job =
        new JobBuilder()
            .withNewMetadata()
            .withName(Names.releaseCommand(name, release.number()))
            .withLabels(Labels.ofReleaseCommand(name, PodInputs.RELEASE))
            .addToLabels(Labels.RELEASE, String.valueOf(release.number()))
            .endMetadata()
            .withNewSpec()
            .withBackoffLimit(0)
            .withActiveDeadlineSeconds(Deadline.of(release.templates().release(), timeout(app)))
            // It changes nothing, but makes the Job itself say the exit code: its pod may be gone.
            .withNewPodFailurePolicy()
            .addNewRule()
            .withAction("FailJob")
            .withNewOnExitCodes()
            .withContainerName(PodInputs.RELEASE)
            .withOperator("NotIn")
            .withValues(0)
            .endOnExitCodes()
            .endRule()
            .endPodFailurePolicy()
            .withTemplate(release.templates().release())
            .endSpec()
            .build();
    Surroundings.own(app, job);
    return job;
  }

  private static long timeout(TwelveFactorApp app) {
    ReleasePolicy policy =
        Objects.requireNonNullElse(app.getSpec().release(), ReleasePolicy.UNSAID);
    return policy.timeoutSeconds() == null ? TIMEOUT_SECONDS : policy.timeoutSeconds();
  }
}
