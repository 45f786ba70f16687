package io.twelvefactor.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.Verdict;
import io.twelvefactor.operator.appconfig.Access;
import io.twelvefactor.operator.appconfig.Feed;
import io.twelvefactor.operator.appconfig.Sessions;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Apps counted by what their statuses say. */
class CensusTest {
  private static final String READY =
      """
      status:
        conditions: [{type: Ready, status: 'True', reason: a, lastTransitionTime: ''}]
        factors: [{name: config, verdict: Pass}, {name: logs, verdict: Unknown}]
        config: [{source: a/b/c}, {source: a/b/d, problem: it is gone}]
      """;
  private static final String STALLED =
      """
      status:
        conditions:
        - {type: Ready, status: 'False', reason: a, lastTransitionTime: ''}
        - {type: Stalled, status: 'True', reason: a, lastTransitionTime: ''}
        factors: [{name: config, verdict: Fail}, {name: logs, verdict: Unknown}]
      """;

  @Test
  void countsWhatStatusesSay() {
    Census census =
        Census.of(Stream.of(app(READY), app(READY), app(STALLED), new TwelveFactorApp()));

    assertThat(census.ready("True")).isEqualTo(2);
    assertThat(census.ready("False")).isEqualTo(1);
    assertThat(census.ready("Unknown")).isZero();
    assertThat(census.stalled()).isEqualTo(1);
    assertThat(census.verdicts("config", Verdict.Pass)).isEqualTo(2);
    assertThat(census.verdicts("config", Verdict.Fail)).isEqualTo(1);
    assertThat(census.verdicts("logs", Verdict.Unknown)).isEqualTo(3);
    assertThat(census.verdicts("processes", Verdict.Pass)).isZero();
    assertThat(census.configSources(true)).isEqualTo(2);
    assertThat(census.configSources(false)).isEqualTo(2);
  }

  /** However many apps there are: the number of series is that of factors times verdicts. */
  @Test
  void seriesAreFew() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Feed feed =
        new Feed(
            Access.none(),
            new Sessions(
                identity -> null, Clock.systemUTC(), (delay, task) -> () -> {}, Optional.empty()));
    new Meters(Leadership.alone(), feed, Clock.systemUTC()).bindTo(registry);

    assertThat(registry.getMeters()).hasSize(12 * 5 + 8);
    assertThat(registry.get("twelvefactor.leader").gauge().value()).isEqualTo(1);
    assertThat(registry.get("twelvefactor.apps").tag("ready", "True").gauge().value()).isZero();
  }

  private static TwelveFactorApp app(String yaml) {
    return new KubernetesSerialization().unmarshal(yaml, TwelveFactorApp.class);
  }
}
