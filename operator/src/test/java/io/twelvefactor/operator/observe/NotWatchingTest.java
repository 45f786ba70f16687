package io.twelvefactor.operator.observe;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a stopped watch knew is not to be acted upon. */
class NotWatchingTest {
  private static final class Watch extends AbstractEventSource<ConfigMap, TwelveFactorApp> {
    Watch() {
      super(ConfigMap.class, "watch");
    }

    @Override
    public Set<ConfigMap> getSecondaryResources(TwelveFactorApp app) {
      return Set.of();
    }
  }

  @Test
  void oneThatHasEndedIsEnough() {
    Watch one = new Watch();
    Watch other = new Watch();
    one.start();
    other.start();
    assertThatCode(() -> NotWatching.unless(List.of(one, other))).doesNotThrowAnyException();
    other.stop();
    assertThatThrownBy(() -> NotWatching.unless(List.of(one, other)))
        .isInstanceOf(NotWatching.class);
  }
}
