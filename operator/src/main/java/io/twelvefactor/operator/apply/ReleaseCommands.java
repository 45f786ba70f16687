package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Children;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Ownership;
import io.twelvefactor.operator.release.CommandRun;
import io.twelvefactor.operator.release.Fate;
import io.twelvefactor.operator.release.Fate.CommandState;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.surround.ReleaseJob;
import java.util.List;
import java.util.Optional;

/**
 * Starts release commands, records how far they are, and removes their Jobs: in this order, so that
 * wherever the operator dies, no command runs twice for one release.
 */
public final class ReleaseCommands {
  private final ObjectWriter writer;
  private final ReleaseWriter releases;

  public ReleaseCommands(ObjectWriter writer, ReleaseWriter releases) {
    this.writer = writer;
    this.releases = releases;
  }

  /** Records how far the commands are that are awaited; the ledger as it is then. */
  public Ledger record(TwelveFactorApp app, Ledger ledger, Facts facts) {
    List<CommandRun> runs = CommandRun.of(facts);
    Ledger known = ledger;
    for (Release release : ledger.releases()) {
      if (release.awaitsCommand()) {
        Fate fate = fate(app, release, runs);
        if (!fate.equals(release.fate())) {
          releases.note(app, release.with(fate));
          known = known.with(release.with(fate));
        }
      }
    }
    return known;
  }

  private Fate fate(TwelveFactorApp app, Release release, List<CommandRun> runs) {
    Fate before = release.fate();
    Optional<CommandRun> run =
        runs.stream().filter(r -> r.release() == release.number()).findFirst();
    if (run.isEmpty()) {
      return before.command() == CommandState.Started && live(app, release).isEmpty()
          ? before.whenCommandFailed(
              "the Job of its release command was deleted before its end was seen")
          : before;
    }
    return switch (run.get().state()) {
      case RUNNING -> before.with(CommandState.Started);
      case SUCCEEDED -> before.with(CommandState.Succeeded);
      case FAILED -> before.whenCommandFailed(reason(run.get()));
    };
  }

  private static String reason(CommandRun run) {
    return "its release command failed (%s): %s".formatted(run.trouble(), run.logs());
  }

  /** The Job of a release. A cache may be behind; only the server knows what is not there. */
  private Optional<HasMetadata> live(TwelveFactorApp app, Release release) {
    return writer.read(ReleaseJob.of(app, release)).filter(job -> Ownership.controls(app, job));
  }

  /** Starts the command that the plan waits for, unless it was started, or another one runs. */
  public Applied start(TwelveFactorApp app, Plan plan, Facts facts) {
    List<CommandRun> runs = CommandRun.of(facts);
    Optional<Release> due =
        plan.next()
            .filter(Release::awaitsCommand)
            .filter(r -> r.fate().command() == null)
            .filter(r -> runs.stream().noneMatch(run -> run.release() == r.number()))
            .filter(r -> runs.stream().noneMatch(CommandRun::isRunning))
            .filter(r -> noneStillRuns(app, plan.ledger(), r));
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

  /** A cache that is far behind shows no Job of a release just overtaken: two would run at once. */
  private boolean noneStillRuns(TwelveFactorApp app, Ledger ledger, Release due) {
    return ledger.releases().stream()
        .filter(Release::awaitsCommand)
        .filter(release -> release.number() != due.number())
        .flatMap(release -> live(app, release).stream())
        .allMatch(job -> CommandRun.hasEnded((Job) job));
  }

  private Applied create(TwelveFactorApp app, Job job) {
    Optional<HasMetadata> created = writer.create(job);
    if (created.isPresent()) {
      return Applied.written(created.get());
    }
    Optional<HasMetadata> taken = writer.read(job);
    if (taken.isEmpty() || Ownership.isLeaving(app, taken.get())) {
      throw new StaleView(Children.key(job) + " of before is still being deleted");
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
  public void collect(TwelveFactorApp app, Plan plan, Ledger kept, Facts facts) {
    for (CommandRun run : CommandRun.of(facts)) {
      Optional<Release> release = kept.find(run.release());
      boolean aimedAt = plan.involved().anyMatch(r -> r.number() == run.release());
      boolean leaving = run.job().getMetadata().getDeletionTimestamp() != null;
      if (aimedAt || leaving) {
        continue;
      }
      if (run.neverStarted()) {
        release.ifPresent(r -> releases.note(app, r.with(r.fate().whenCommandFailed(reason(run)))));
        writer.delete(run.job());
      } else if (!run.isRunning()
          && release.filter(r -> r.fate().command() != CommandState.Succeeded).isEmpty()) {
        writer.delete(run.job());
      }
    }
  }
}
