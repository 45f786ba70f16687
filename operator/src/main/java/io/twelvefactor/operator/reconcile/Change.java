package io.twelvefactor.operator.reconcile;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.apply.Applied;
import io.twelvefactor.operator.apply.AppliedVersions;
import io.twelvefactor.operator.apply.Applier;
import io.twelvefactor.operator.apply.ConfigCollector;
import io.twelvefactor.operator.apply.ObjectWriter;
import io.twelvefactor.operator.apply.Pruner;
import io.twelvefactor.operator.apply.ReleaseWriter;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.RecentWrites;
import io.twelvefactor.operator.release.Hold;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.Unrenderable;
import io.twelvefactor.operator.surround.Surroundings;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Brings a plan about: what it needs first, then what it changes, then what it no longer needs.
 * Making new objects disturbs nothing that runs, so it comes before any change, and a name that
 * turns out to be taken holds the whole target back while the current release stays as it is.
 */
final class Change {
  private static final int HISTORY = 10;

  private final ReleaseWriter releases;
  private final Applier applier;
  private final Pruner pruner;
  private final ConfigCollector collector;

  Change(KubernetesClient client, RecentWrites writes, Set<String> allowedManagers) {
    AppliedVersions versions = new AppliedVersions();
    ObjectWriter writer = new ObjectWriter(client, writes, versions);
    releases = new ReleaseWriter(client, writer);
    applier = new Applier(writer, versions, allowedManagers);
    pruner = new Pruner(writer);
    collector = new ConfigCollector(client, writer);
  }

  /** The plan as it was in the end, and what came of it. */
  record Outcome(Plan plan, Applied applied) {}

  Outcome bringAbout(
      TwelveFactorApp app, Plan plan, Facts facts, Context<TwelveFactorApp> context) {
    try {
      ReleaseWriter.Copies copies = releases.copies(app, plan, facts);
      Plan possible =
          copies.lost().isEmpty()
              ? plan
              : plan.held(Hold.stalled("ConfigLost", String.join("; ", copies.lost())));
      List<HasMetadata> desired = Surroundings.of(app, possible, facts);
      Applied created = prepare(app, possible, copies.missing(), facts, context);
      created = applier.create(app, desired, created, facts, context);
      if (!created.conflicts().isEmpty() && possible.rollingOut()) {
        possible = plan.held(Hold.stalled("NameConflict", String.join(", ", created.conflicts())));
        desired = Surroundings.of(app, possible, facts);
      }
      Applied applied = created.and(applier.update(desired, facts, context));
      if (applied.complete()) {
        pruner.prune(desired, facts.children());
        tidy(app, possible, facts);
      }
      return new Outcome(possible, applied);
    } catch (Unrenderable e) {
      Hold hold = Hold.stalled("SpecInvalid", e.getMessage());
      return new Outcome(plan.held(hold), Applied.nothing());
    }
  }

  /** What a release needs before any of its pods: its config, and its record. */
  private Applied prepare(
      TwelveFactorApp app,
      Plan plan,
      List<ConfigMap> copies,
      Facts facts,
      Context<TwelveFactorApp> context) {
    Applied copied = applier.create(app, copies, Applied.nothing(), facts, context);
    return plan.minted() && copied.complete()
        ? copied.and(releases.record(app, plan.target().orElseThrow()))
        : copied;
  }

  private void tidy(TwelveFactorApp app, Plan plan, Facts facts) {
    Integer limit = app.getSpec().release() == null ? null : app.getSpec().release().historyLimit();
    List<Release> live = plan.live().toList();
    List<Release> gone = plan.ledger().beyond(limit == null ? HISTORY : limit, live);
    releases.forget(app, gone, facts.children());
    List<Release> kept =
        Stream.concat(plan.ledger().releases().stream(), live.stream())
            .filter(release -> !gone.contains(release))
            .toList();
    collector.collect(app, new Ledger(kept), facts.children(), facts.now());
  }

  /** Records what became of the target; the plan as it is then. */
  Plan settle(TwelveFactorApp app, Plan plan, ReleaseOutcome outcome) {
    Release target = plan.target().orElseThrow();
    if (target.outcome() != outcome) {
      releases.note(app, target, outcome);
    }
    return plan.settled(outcome);
  }
}
