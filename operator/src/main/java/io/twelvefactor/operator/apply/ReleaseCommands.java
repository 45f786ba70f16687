package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Children;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Ownership;
import io.twelvefactor.operator.release.CommandRun;
import io.twelvefactor.operator.release.Fate;
import io.twelvefactor.operator.release.Fate.CommandResult;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.surround.ReleaseJob;
import java.util.List;
import java.util.Optional;

/**
 * Starts release commands, records how they ended, and removes their Jobs: in this order, so that
 * wherever the operator dies, no command runs twice for one release.
 */
public final class ReleaseCommands {
  private final ObjectWriter writer;
  private final ReleaseWriter releases;

  public ReleaseCommands(ObjectWriter writer, ReleaseWriter releases) {
    this.writer = writer;
    this.releases = releases;
  }

  /** Records how the commands ended that have; the ledger as it is then. */
  public Ledger record(TwelveFactorApp app, Ledger ledger, Facts facts) {
    Ledger known = ledger;
    for (CommandRun run : CommandRun.of(facts)) {
      Optional<Release> awaited = ledger.find(run.release()).filter(Release::awaitsCommand);
      if (awaited.isPresent() && !run.isRunning()) {
        Release ended = awaited.get().with(fate(awaited.get().fate(), run));
        releases.note(app, ended);
        known = known.with(ended);
      }
    }
    return known;
  }

  private static Fate fate(Fate before, CommandRun run) {
    return run.state() == CommandRun.State.SUCCEEDED
        ? before.with(CommandResult.Succeeded)
        : before
            .with(CommandResult.Failed)
            .with(
                ReleaseOutcome.Failed,
                "its release command failed (%s): %s".formatted(run.trouble(), run.logs()));
  }

  /** Starts the command that the plan waits for, unless it was started, or another one runs. */
  public Applied start(TwelveFactorApp app, Plan plan, Facts facts) {
    List<CommandRun> runs = CommandRun.of(facts);
    Optional<Release> due =
        plan.next()
            .filter(Release::awaitsCommand)
            .filter(r -> runs.stream().noneMatch(run -> run.release() == r.number()))
            .filter(r -> runs.stream().noneMatch(CommandRun::isRunning));
    if (due.isEmpty()) {
      return Applied.nothing();
    }
    try {
      return create(app, ReleaseJob.of(app, due.get()));
    } catch (KubernetesClientException e) {
      if (!Refusals.isOfTheObject(e)) {
        throw e;
      }
      return Applied.refused(
          "the release command of release %d was refused: %s"
              .formatted(due.get().number(), Refusals.messageOf(e)));
    }
  }

  private Applied create(TwelveFactorApp app, Job job) {
    Optional<HasMetadata> created = writer.create(job);
    if (created.isPresent()) {
      return Applied.written(created.get());
    }
    Optional<HasMetadata> taken = writer.read(job);
    if (taken.isEmpty() || Ownership.isLeaving(app, taken.get())) {
      throw new Applier.StaleView(Children.key(job) + " of before is still being deleted");
    }
    return Ownership.controls(app, taken.get())
        ? Applied.nothing() // ours, started before and not yet seen
        : Applied.conflict(Children.key(job));
  }

  /**
   * Removes the Jobs that nobody needs: of releases that are forgotten, and that did their work for
   * a release overtaken since. That of a failed command stays as long as its release, for its
   * output. One that runs is never removed, but for an overtaken one whose image cannot be pulled:
   * its command has not begun, and would keep the very release back that mends it.
   */
  public void collect(Plan plan, Ledger kept, Facts facts) {
    for (CommandRun run : CommandRun.of(facts)) {
      boolean aimedAt = plan.involved().anyMatch(r -> r.number() == run.release());
      boolean gone =
          run.isRunning()
              ? !aimedAt && run.neverStarted()
              : !aimedAt
                  && kept.find(run.release())
                      .filter(r -> r.fate().command() != CommandResult.Succeeded)
                      .isEmpty();
      if (gone && run.job().getMetadata().getDeletionTimestamp() == null) {
        writer.delete(run.job());
      }
    }
  }
}
