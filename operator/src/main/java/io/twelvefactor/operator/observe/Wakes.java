package io.twelvefactor.operator.observe;

import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.util.Set;
import java.util.function.Consumer;

/** Brings an app's turn about for what no informer of its kind tells. */
final class Wakes extends AbstractEventSource<Object, TwelveFactorApp>
    implements ResourceEventAware<TwelveFactorApp> {
  private final Consumer<TwelveFactorApp> gone;

  /**
   * @param gone called with each app that was deleted
   */
  Wakes(Consumer<TwelveFactorApp> gone) {
    super(Object.class, "attached");
    this.gone = gone;
  }

  void wake(ResourceID app) {
    if (isRunning()) {
      getEventHandler().handleEvent(new Event(app));
    }
  }

  @Override
  public void onResourceDeleted(TwelveFactorApp app) {
    gone.accept(app);
  }

  @Override
  public Set<Object> getSecondaryResources(TwelveFactorApp app) {
    return Set.of();
  }
}
