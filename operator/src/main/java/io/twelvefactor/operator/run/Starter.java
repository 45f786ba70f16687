package io.twelvefactor.operator.run;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.apply.Refusals;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.observe.Ownership;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseRecord;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;

/**
 * Starts runs: finds the release that is current now, and creates the run's one Job. Creating is
 * what makes it one: a name is taken once.
 */
final class Starter {
  private final KubernetesClient client;

  Starter(KubernetesClient client) {
    this.client = client;
  }

  /** Starts a run that has no Job yet, or says why it cannot. */
  Start start(AdminRun run) {
    AdminRun live = client.resource(run).get();
    if (live == null
        || !Objects.equals(live.getMetadata().getUid(), run.getMetadata().getUid())
        || (live.getStatus() != null
            && (live.getStatus().job() != null || live.getStatus().finished()))) {
      return new Start.Known();
    }
    String namespace = run.getMetadata().getNamespace();
    TwelveFactorApp app =
        client
            .resources(TwelveFactorApp.class)
            .inNamespace(namespace)
            .withName(run.getSpec().app())
            .get();
    if (app == null) {
      return new Start.Waiting(
          "AppMissing",
          "spec.app: there is no TwelveFactorApp '%s' in namespace %s; make it, or run in the namespace of the app"
              .formatted(run.getSpec().app(), namespace));
    }
    Optional<Release> current = current(app);
    if (current.isEmpty()) {
      return new Start.Waiting(
          "NoCurrentRelease",
          "no release of %s has become current yet; `kubectl twelvefactor why %s` says what holds it"
              .formatted(run.getSpec().app(), run.getSpec().app()));
    }
    try {
      return create(RunJob.of(run, app, current.get()), run, current.get());
    } catch (RunJob.NothingToRun e) {
      return new Start.Waiting(
          "ProcessMissing", "release %d: %s".formatted(current.get().number(), e.getMessage()));
    }
  }

  /** The records are listed anew, since the next release may have become current just now. */
  private Optional<Release> current(TwelveFactorApp app) {
    return Ledger.of(
            client
                .resources(ControllerRevision.class)
                .inNamespace(app.getMetadata().getNamespace())
                .withLabels(Labels.ofApp(app.getMetadata().getName()))
                .list()
                .getItems()
                .stream()
                .filter(record -> Ownership.controls(app, record))
                .map(ReleaseRecord::read)
                .toList())
        .current();
  }

  private Start create(Job job, AdminRun run, Release release) {
    try {
      client.resource(job).create();
      return new Start.Started(release.number(), job.getMetadata().getName());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return taken(job, run);
      }
      if (Refusals.isOfTheObject(e)) {
        return new Start.Waiting("JobRefused", Refusals.messageOf(e));
      }
      throw e;
    }
  }

  /** Whether the Job of a run was removed before its end was told; caches may be behind. */
  boolean isGone(AdminRun run) {
    AdminRun live = client.resource(run).get();
    return live != null && live.getStatus() != null && !live.getStatus().finished() && !exists(run);
  }

  private boolean exists(AdminRun run) {
    Job job =
        client
            .resources(Job.class)
            .inNamespace(run.getMetadata().getNamespace())
            .withName(run.getStatus().job())
            .get();
    return job != null && Ownership.controls(run, job);
  }

  /** The name is taken: by this run's own Job, made by a pass that ended before it could say so. */
  private Start taken(Job job, AdminRun run) {
    Job there = client.resource(job).get();
    if (there != null && Ownership.controls(run, there)) {
      int release =
          Integer.parseInt(there.getMetadata().getLabels().getOrDefault(Labels.RELEASE, "0"));
      return new Start.Started(release, there.getMetadata().getName());
    }
    return new Start.Waiting(
        "NameConflict",
        "Job/%s is there and not this run's; remove it, or make a run of another name"
            .formatted(job.getMetadata().getName()));
  }
}
