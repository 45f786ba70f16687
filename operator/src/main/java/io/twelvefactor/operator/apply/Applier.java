package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.twelvefactor.api.v1alpha1.DriftReport;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Children;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Ownership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Brings the objects of one app to what is desired, one by one, in the order given. */
public final class Applier {
  private static final Set<String> RUNS_PODS = Set.of("Deployment", "CronJob");

  private final ObjectWriter writer;
  private final AppliedVersions versions;
  private final Set<String> allowedManagers;

  /**
   * @param allowedManagers field managers of others that may add to what is ours alone, as the
   *     operator's administrator decides
   */
  public Applier(ObjectWriter writer, AppliedVersions versions, Set<String> allowedManagers) {
    this.writer = writer;
    this.versions = versions;
    this.allowedManagers = allowedManagers;
  }

  /**
   * Creates what does not exist. Where a name is taken by somebody else, nothing that runs pods is
   * created any more: it would run with what is not the app's.
   *
   * @param before what came of the steps before
   * @return what came of all of them
   */
  public Applied create(
      TwelveFactorApp app,
      List<? extends HasMetadata> desired,
      Applied before,
      Facts facts,
      Context<?> context) {
    Pass pass = new Pass(facts.now(), context);
    pass.conflicts.addAll(before.conflicts());
    for (HasMetadata object : desired) {
      boolean missing = facts.children().counterpart(object).isEmpty();
      if (missing && !(RUNS_PODS.contains(object.getKind()) && !pass.conflicts.isEmpty())) {
        pass.attempt(object, () -> pass.create(app, object));
      }
    }
    if (!pass.unseen.isEmpty()) {
      throw new StaleView(String.join(", ", pass.unseen) + " is there, and was not seen");
    }
    return before.withoutConflicts().and(pass.result());
  }

  /** Brings what exists to what is desired. */
  public Applied update(List<HasMetadata> desired, Facts facts, Context<?> context) {
    Pass pass = new Pass(facts.now(), context);
    for (HasMetadata object : desired) {
      facts
          .children()
          .counterpart(object)
          .ifPresent(live -> pass.attempt(object, () -> pass.update(object, live)));
    }
    return pass.result();
  }

  private final class Pass {
    private final Instant now;
    private final Context<?> context;
    private final List<String> conflicts = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> unseen = new ArrayList<>();
    private final List<HasMetadata> written = new ArrayList<>();
    private DriftReport drift;

    Pass(Instant now, Context<?> context) {
      this.now = now;
      this.context = context;
    }

    void attempt(HasMetadata object, Runnable step) {
      try {
        step.run();
      } catch (KubernetesClientException e) {
        if (!Refusals.isOfTheObject(e)) {
          throw e; // the server's trouble or a lost race, not the object's fault: try again
        }
        refusals.add(Children.key(object) + " was refused: " + Refusals.messageOf(e));
      }
    }

    void create(TwelveFactorApp app, HasMetadata desired) {
      boolean wasThere = versions.knows(desired);
      Optional<HasMetadata> created = writer.create(desired);
      if (created.isPresent()) {
        if (wasThere) {
          report(desired, null, List.of("deleted"));
        }
        wrote(desired, created.get());
        return;
      }
      // There is one that the cache did not show: ours and new, ours without its label, or not
      // ours.
      Optional<HasMetadata> live = writer.read(desired);
      if (live.isPresent() && Ownership.controls(app, live.get())) {
        if (desired instanceof Deployment) {
          // Laid out as if it were not there, with the fewest replicas and not the autoscaler's.
          writer.note(live.get());
          unseen.add(Children.key(desired));
          return;
        }
        update(desired, live.get());
      } else if (live.isPresent() && Ownership.isLeaving(app, live.get())) {
        throw new StaleView(Children.key(desired) + " of before is still being deleted");
      } else if (live.isPresent()) {
        conflicts.add(Children.key(desired));
      } else {
        throw new StaleView(Children.key(desired) + " came and went");
      }
    }

    void update(HasMetadata desired, HasMetadata live) {
      if (live.getMetadata().getDeletionTimestamp() != null) {
        return; // on its way out; its deletion will bring us back
      }
      if (desired instanceof ConfigMap map && Boolean.TRUE.equals(map.getImmutable())) {
        return; // named by its content, which cannot change, and of which the cache keeps none
      }
      if (versions.hasSeen(desired, live)) {
        return;
      }
      ForeignFields foreign = ForeignFields.in(live, desired, allowedManagers);
      if (!versions.held(desired, live)) {
        foreign = foreign.withoutReplicas(); // the spec has just taken them back
      }
      if (!foreign.isEmpty()) {
        report(desired, foreign.manager(), foreign.paths());
      }
      HasMetadata latest = live;
      if (!foreign.added().isEmpty()) {
        latest = remove(foreign, live, desired);
      }
      if (!matches(latest, desired) && !matches(latest, Spelling.as(latest, desired))) {
        if (foreign.isEmpty() && versions.held(desired, live)) {
          List<String> removed = MissingFields.of(desired, live);
          if (!removed.isEmpty()) {
            report(desired, null, removed); // who takes a field away leaves no trace
          }
        }
        HasMetadata seen = ReplicaHandOver.before(desired, latest, writer);
        latest = withoutAdditions(over(seen, () -> writer.update(desired, seen)), desired);
      }
      if (latest != live) {
        written.add(latest);
      }
      versions.remember(desired, latest);
    }

    /** What somebody added between the look and the write has come through it. */
    private HasMetadata withoutAdditions(HasMetadata written, HasMetadata desired) {
      ForeignFields foreign = ForeignFields.in(written, desired, allowedManagers);
      if (foreign.added().isEmpty()) {
        return written;
      }
      report(desired, foreign.manager(), foreign.paths());
      return remove(foreign, written, desired);
    }

    private HasMetadata remove(ForeignFields foreign, HasMetadata live, HasMetadata desired) {
      try {
        return over(live, () -> writer.patch(live, foreign.removal(live)));
      } catch (KubernetesClientException e) {
        if (!Refusals.isOfTheObject(e)) {
          throw e;
        }
        // What would be left is invalid: no container, or no port. So the whole is put back.
        return writer.patch(live, foreign.replacement(live, desired));
      }
    }

    /**
     * A write that is meant for the very object seen. The API server answers 422 as well where that
     * object is another by now, which is a lost race and no refusal.
     */
    private HasMetadata over(HasMetadata seen, Supplier<HasMetadata> write) {
      try {
        return write.get();
      } catch (KubernetesClientException e) {
        if (Refusals.isOfTheObject(e) && hasChanged(seen)) {
          throw new StaleView(Children.key(seen) + " has changed meanwhile");
        }
        throw e;
      }
    }

    private boolean hasChanged(HasMetadata seen) {
      String version = seen.getMetadata().getResourceVersion();
      return writer
          .read(seen)
          .filter(now -> now.getMetadata().getResourceVersion().equals(version))
          .isEmpty();
    }

    @SuppressWarnings("unchecked")
    private <R extends HasMetadata> boolean matches(HasMetadata live, HasMetadata desired) {
      return SSABasedGenericKubernetesResourceMatcher.<R>getInstance()
          .matches((R) live, (R) desired, context);
    }

    private void wrote(HasMetadata desired, HasMetadata result) {
      written.add(result);
      versions.remember(desired, result);
    }

    private void report(HasMetadata object, String manager, List<String> fields) {
      drift = Drift.report(object, manager, fields, now);
    }

    Applied result() {
      return new Applied(written, conflicts, refusals, Optional.ofNullable(drift));
    }
  }
}
