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
import io.twelvefactor.operator.apply.ReleaseCommands;
import io.twelvefactor.operator.apply.ReleaseWriter;
import io.twelvefactor.operator.observe.Children;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.RecentWrites;
import io.twelvefactor.operator.release.Fate;
import io.twelvefactor.operator.release.Hold;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Pin;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.Unrenderable;
import io.twelvefactor.operator.surround.Surroundings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final ReleaseCommands commands;
  private final Applier applier;
  private final Pruner pruner;
  private final ConfigCollector collector;

  Change(KubernetesClient client, RecentWrites writes, Set<String> allowedManagers) {
    AppliedVersions versions = new AppliedVersions();
    ObjectWriter writer = new ObjectWriter(client, writes, versions);
    releases = new ReleaseWriter(client, writer);
    commands = new ReleaseCommands(writer, releases);
    applier = new Applier(writer, versions, allowedManagers);
    pruner = new Pruner(writer);
    collector = new ConfigCollector(client, writer);
  }

  /** Records how release commands ended; the ledger as it is then. */
  Ledger record(TwelveFactorApp app, Ledger ledger, Facts facts) {
    return commands.record(app, ledger, facts);
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
      List<HasMetadata> desired = desired(app, possible, facts);
      Applied created = prepare(app, possible, copies.missing(), facts, context);
      if (!created.refusals().isEmpty() && possible.moves()) {
        // A release without its config must not be rolled out.
        possible = plan.held(Hold.stalled("ObjectRefused", String.join("; ", created.refusals())));
        desired = desired(app, possible, facts);
      }
      created = applier.create(app, desired, created, facts, context);
      if (!created.conflicts().isEmpty() && possible.moves()) {
        possible = plan.held(Hold.stalled("NameConflict", String.join(", ", created.conflicts())));
        desired = desired(app, possible, facts);
      }
      if (created.complete()) {
        created = created.and(commands.start(app, possible, facts));
      }
      Applied applied = created.and(applier.update(desired, facts, context));
      if (applied.complete()) {
        pruner.prune(desired, facts.children());
        tidy(app, possible, facts);
      }
      return new Outcome(possible, applied);
    } catch (Unrenderable e) {
      return new Outcome(plan.held(e.hold()), Applied.nothing());
    }
  }

  private static List<HasMetadata> desired(TwelveFactorApp app, Plan plan, Facts facts) {
    Map<String, HasMetadata> desired = new LinkedHashMap<>();
    Stream.of(Surroundings.of(app, plan, facts), Surroundings.forCommand(app, plan, facts))
        .flatMap(List::stream)
        .forEach(object -> desired.putIfAbsent(Children.key(object), object));
    return List.copyOf(desired.values());
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
        ? copied.and(releases.record(app, plan.aim().orElseThrow(), plan.ledger()))
        : copied;
  }

  private void tidy(TwelveFactorApp app, Plan plan, Facts facts) {
    plan.left()
        .ifPresent(release -> releases.note(app, release.with(release.fate().whenWithdrawn())));
    Integer limit = app.getSpec().release() == null ? null : app.getSpec().release().historyLimit();
    Stream<Release> named = Pin.of(app.getSpec()).flatMap(pin -> pin.named(plan.ledger())).stream();
    List<Release> gone =
        plan.ledger()
            .beyond(
                limit == null ? HISTORY : limit, Stream.concat(plan.involved(), named).toList());
    releases.forget(app, gone, facts.children());
    Ledger kept =
        new Ledger(
            Stream.concat(plan.ledger().releases().stream(), plan.involved())
                .filter(release -> !gone.contains(release))
                .toList());
    commands.collect(app, plan, kept, facts);
    collector.collect(app, kept, facts.children(), facts.now());
  }

  /** Records what became of the target; the plan as it is then. */
  Plan settle(TwelveFactorApp app, Plan plan, ReleaseOutcome outcome, String reason) {
    Release target = plan.target().orElseThrow();
    Fate fate = target.outcome() == outcome ? target.fate() : target.fate().with(outcome, reason);
    if (!fate.equals(target.fate())) {
      releases.note(app, target.with(fate));
    }
    return plan.settled(fate);
  }
}
