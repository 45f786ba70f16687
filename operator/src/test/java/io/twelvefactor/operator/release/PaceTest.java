package io.twelvefactor.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant T = Sample.NOW;
  private static final String SPEC =
      "replicas: 1\nconfig: {sources: [{configMapRef: {name: flags}}]}";

  private final Pace pace = new Pace(Duration.ofSeconds(30));

  @Test
  void theFirstChangeIsReleasedAtOnce() {
    assertThat(holds(T.plusSeconds(1), content(0))).isEmpty();
  }

  @Test
  void theNextWaitsForTheInterval() {
    Ledger ledger = ledger(content(0), content(100));
    assertThat(pace.hold(ledger, next(2), T.plusSeconds(101)).flatMap(Hold::end))
        .contains(T.plusSeconds(130));
    assertThat(pace.hold(ledger, next(2), T.plusSeconds(130))).isEmpty();
  }

  @Test
  void eachFurtherOneWaitsTwiceAsLongUpToALimit() {
    int[] made = {0, 100, 200, 300, 400, 500, 600, 700};
    List<Instant> rows = new ArrayList<>();
    for (int n = 2; n <= made.length; n++) {
      Release[] releases = new Release[n];
      for (int i = 0; i < n; i++) {
        releases[i] = release(i + 1, i, T.plusSeconds(made[i]));
      }
      Instant latest = releases[n - 1].createdAt();
      Hold hold = pace.hold(Sample.ledger(releases), next(99), latest).orElseThrow();
      rows.add(T.plus(Duration.between(latest, hold.end().orElseThrow())));
      assertThat(hold.reason()).isEqualTo(n - 1 < 4 ? "ConfigSettling" : "ConfigFlapping");
    }
    assertThat(rows)
        .extracting(at -> Duration.between(T, at).toSeconds())
        .containsExactly(30L, 60L, 120L, 240L, 480L, 480L, 480L);
  }

  @Test
  void aQuietTimeEndsTheRow() {
    Ledger ledger = ledger(content(0), content(100), content(10_000));
    assertThat(pace.hold(ledger, next(9), T.plusSeconds(10_001)).flatMap(Hold::end))
        .contains(T.plusSeconds(10_030));
  }

  @Test
  void whatPeopleDeclareNeverWaits() {
    Ledger ledger = ledger(content(0), content(100));
    ReleaseInputs otherImage =
        Sample.inputs(Sample.app("image: " + Sample.image(2) + "\n" + SPEC), facts(5));
    assertThat(pace.hold(ledger, otherImage, T.plusSeconds(101))).isEmpty();
  }

  @Test
  void withoutAnIntervalNothingWaits() {
    assertThat(Pace.NONE.hold(ledger(content(0), content(100)), next(9), T.plusSeconds(100)))
        .isEmpty();
  }

  private Optional<Hold> holds(Instant now, Instant... made) {
    return pace.hold(ledger(made), next(99), now);
  }

  /** The time at which a release was made that differs from the one before by content. */
  private static Instant content(int seconds) {
    return T.plusSeconds(seconds);
  }

  private static Ledger ledger(Instant... made) {
    Release[] releases = new Release[made.length];
    for (int i = 0; i < made.length; i++) {
      releases[i] = release(i + 1, i, made[i]);
    }
    return Sample.ledger(releases);
  }

  private static ReleaseInputs next(int content) {
    return Sample.inputs(Sample.app(SPEC), facts(content));
  }

  private static Release release(int number, int content, Instant made) {
    Release release =
        Sample.release(number, Sample.app(SPEC), facts(content), ReleaseOutcome.Current);
    return new Release(
        number,
        release.fingerprint(),
        release.inputs(),
        release.templates(),
        made,
        null,
        Origin.of("changed: config of ConfigMap flags"),
        Fate.of(ReleaseOutcome.Current));
  }

  private static Facts facts(int content) {
    return Sample.facts(
        Map.of(Reference.configMap("flags"), Sample.content("%064x".formatted(content), "FLAG")));
  }
}
