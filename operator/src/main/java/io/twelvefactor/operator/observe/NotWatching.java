package io.twelvefactor.operator.observe;

import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Collection;

/**
 * The watches have ended, because the operator is being stopped, and what they knew is gone with
 * them: a pass that goes on would take the app for one that nothing was made of yet, and make its
 * first release again.
 */
public final class NotWatching extends RuntimeException {
  private NotWatching() {
    super("the operator is stopping: its caches are empty");
  }

  /**
   * Asked after the caches were read: a source says that it is stopped before it forgets.
   *
   * @throws NotWatching where what was read may be less than there is
   */
  static void unless(Collection<? extends AbstractEventSource<?, ?>> sources) {
    if (!sources.stream().allMatch(AbstractEventSource::isRunning)) {
      throw new NotWatching();
    }
  }
}
