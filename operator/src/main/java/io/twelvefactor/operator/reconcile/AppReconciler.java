package io.twelvefactor.operator.reconcile;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
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
import io.twelvefactor.api.v1alpha1.OnFailure;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import io.twelvefactor.operator.appconfig.Feed;
import io.twelvefactor.operator.apply.Applied;
import io.twelvefactor.operator.apply.ObjectWriter;
import io.twelvefactor.operator.apply.Refusals;
import io.twelvefactor.operator.apply.StaleView;
import io.twelvefactor.operator.observe.Digests;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.NotWatching;
import io.twelvefactor.operator.observe.Observer;
import io.twelvefactor.operator.observe.RecentWrites;
import io.twelvefactor.operator.release.Hold;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Pace;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Planner;
import io.twelvefactor.operator.release.ReleaseRecord;
import io.twelvefactor.operator.release.TemplateRenderer;
import io.twelvefactor.operator.rules.Assessment;
import io.twelvefactor.operator.status.Conditions;
import io.twelvefactor.operator.status.Events;
import io.twelvefactor.operator.status.Rollout;
import io.twelvefactor.operator.status.StatusFactory;
import io.twelvefactor.operator.status.StatusWriter;
import io.twelvefactor.operator.status.Transitions;
import io.twelvefactor.operator.surround.FirstAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One pass over one app: observe, release, surround, apply, status. */
@ControllerConfiguration(
    name = "twelvefactorapp",
    fieldManager = ObjectWriter.FIELD_MANAGER,
    informer = @Informer(comparableResourceVersions = false, informerListLimit = Observer.PAGE),
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(
    maxAttempts = Integer.MAX_VALUE,
    initialInterval = 200,
    intervalMultiplier = 2,
    maxInterval = 30_000)
public final class AppReconciler implements Reconciler<TwelveFactorApp>, AutoCloseable {
  /**
   * How soon to look again at what nobody will tell us of: an object that is not ours, a deadline.
   */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private static final Duration STALE = Duration.ofMillis(500);

  private final Meters meters;
  private final Observer observer;
  private final Planner planner;
  private final RuleJudge rules;
  private final Change change;
  private final StatusFactory statuses;
  private final StatusWriter statusWriter;
  private final Events events;

  public AppReconciler(
      KubernetesClient client,
      Settings settings,
      Digests digests,
      TemplateRenderer renderer,
      Feed feed,
      Meters meters,
      Clock clock) {
    this.meters = meters;
    RecentWrites writes = new RecentWrites(clock);
    observer = new Observer(client, clock, digests, writes, feed);
    planner = new Planner(renderer, new Pace(settings.configInterval()));
    rules = new RuleJudge(observer::terms);
    change = new Change(client, writes, settings.allowedManagers());
    statuses = new StatusFactory(settings.patience());
    statusWriter = new StatusWriter(client);
    events = new Events(client, clock);
  }

  @Override
  public List<EventSource<?, TwelveFactorApp>> prepareEventSources(
      EventSourceContext<TwelveFactorApp> context) {
    meters.count(context.getPrimaryCache());
    return observer.watches(context);
  }

  @Override
  public UpdateControl<TwelveFactorApp> reconcile(
      TwelveFactorApp app, Context<TwelveFactorApp> context) {
    if (app.isMarkedForDeletion()) {
      return UpdateControl.noUpdate(); // what we made is ours by owner reference, and goes with it
    }
    try {
      return pass(app, context);
    } catch (NotWatching e) {
      return UpdateControl.noUpdate(); // whoever runs next begins with all of it
    } catch (StaleView e) {
      // Soon, and not after ever longer pauses: what was read anew is kept for some seconds only.
      return UpdateControl.<TwelveFactorApp>noUpdate().rescheduleAfter(STALE);
    } catch (KubernetesClientException e) {
      if (Refusals.isNamespaceGoing(e)) {
        return UpdateControl.noUpdate(); // nothing can be made there; all of it is on its way out
      }
      throw e;
    }
  }

  private UpdateControl<TwelveFactorApp> pass(
      TwelveFactorApp app, Context<TwelveFactorApp> context) {
    statusWriter.refresh(app);
    Facts facts = observer.observe(app);
    observer.requireWatching();
    if (app.getSpec().suspended()) {
      tell(app, StatusFactory.suspended(app, facts));
      return UpdateControl.noUpdate();
    }
    Assessment assessment = rules.assess(app, facts);
    Ledger ledger = change.record(app, ledger(facts), facts);
    Plan permitted = RuleJudge.permitted(planner.plan(app, facts, ledger), assessment);
    Plan plan = FirstAddress.awaited(app, permitted, facts);
    observer.requireWatching(); // what the namespace says was asked for since
    Change.Outcome outcome = change.bringAbout(app, plan, facts, context);
    Facts after = facts.with(outcome.applied().written());
    Rollout rollout = Rollout.of(outcome.plan(), after);
    Plan settled = settle(app, outcome.plan(), outcome.applied(), rollout);
    TwelveFactorAppStatus status =
        statuses.of(app, settled, outcome.applied(), rollout, after, assessment);
    // After a start of the operator nothing was heard from AppConfig yet. The answer comes within
    // seconds, and wakes the app: what was said before stays said till then.
    if (!isAsking(settled) || !isOfThisSpec(app)) {
      tell(app, status);
    }
    return next(settled, status, settled != outcome.plan(), facts.now());
  }

  private static boolean isAsking(Plan plan) {
    return plan.hold().filter(hold -> hold.reason().equals(Hold.ASKING)).isPresent();
  }

  private static boolean isOfThisSpec(TwelveFactorApp app) {
    return app.getStatus() != null
        && app.getMetadata().getGeneration().equals(app.getStatus().observedGeneration());
  }

  private static Ledger ledger(Facts facts) {
    return Ledger.of(
        facts.children().all(ControllerRevision.class).stream().map(ReleaseRecord::read).toList());
  }

  /** Records what became of the target, once that is seen. */
  private Plan settle(TwelveFactorApp app, Plan plan, Applied applied, Rollout rollout) {
    if (!plan.rollingOut() || plan.minted() || !applied.complete()) {
      return plan;
    }
    return switch (rollout.state()) {
      case COMPLETE -> change.settle(app, plan, ReleaseOutcome.Current, null);
      case FAILED -> change.settle(app, plan, failure(app, plan), rollout.message());
      case PROGRESSING -> plan;
    };
  }

  /** Taking pods away needs others to go back to. */
  private static ReleaseOutcome failure(TwelveFactorApp app, Plan plan) {
    boolean takesAway =
        app.getSpec().release() != null
            && app.getSpec().release().onFailure() == OnFailure.Rollback;
    return takesAway && plan.current().isPresent()
        ? ReleaseOutcome.RolledBack
        : ReleaseOutcome.Failed;
  }

  private void tell(TwelveFactorApp app, TwelveFactorAppStatus status) {
    TwelveFactorAppStatus before = app.getStatus();
    if (statusWriter.write(app, status)) {
      events.send(app, Transitions.between(before, status));
      observer.released(app);
    }
  }

  private static UpdateControl<TwelveFactorApp> next(
      Plan plan, TwelveFactorAppStatus status, boolean settled, Instant now) {
    UpdateControl<TwelveFactorApp> done = UpdateControl.noUpdate();
    if (settled) {
      return done.rescheduleAfter(Duration.ZERO); // what only the old release had may go now
    }
    if (status.is(Conditions.READY)) {
      return done;
    }
    Duration ends =
        plan.hold().flatMap(Hold::end).map(end -> Duration.between(now, end)).orElse(LOOK_AGAIN);
    return done.rescheduleAfter(ends.compareTo(LOOK_AGAIN) < 0 ? ends : LOOK_AGAIN);
  }

  @Override
  public void close() {
    observer.close();
    events.close();
  }
}
