package io.twelvefactor.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.operator.sample.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long a run is kept. */
class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-06-02T00:00:00Z");

  @Test
  void goesByAge() {
    assertThat(Retention.goes(run("a", "Complete", 1, "")))
        .contains(Instant.parse("2026-06-08T00:00:01Z"));
    assertThat(Retention.goes(run("a", "Failed", 1, ", ttlSecondsAfterFinished: 0")))
        .contains(Instant.parse("2026-06-01T00:00:01Z"));
    assertThat(Retention.goes(run("a", "Reconciling", 1, ", ttlSecondsAfterFinished: 0")))
        .isEmpty();
  }

  @Test
  void theOldestOfTooManyGo() {
    List<AdminRun> runs =
        new ArrayList<>(
            IntStream.range(10, 22).mapToObj(i -> run("r" + i, "Complete", i, "")).toList());
    runs.add(run("running", "Reconciling", 0, ""));
    assertThat(Retention.beyond(runs, NOW))
        .extracting(run -> run.getMetadata().getName())
        .containsExactly("r11", "r10");
    assertThat(Retention.beyond(runs.subList(0, 10), NOW)).isEmpty();
  }

  @Test
  void oneThatGoesAnywayTakesNoOthersPlace() {
    List<AdminRun> runs =
        new ArrayList<>(
            IntStream.range(10, 20).mapToObj(i -> run("r" + i, "Complete", i, "")).toList());
    runs.add(run("brief", "Complete", 30, ", ttlSecondsAfterFinished: 0"));
    assertThat(Retention.beyond(runs, NOW)).isEmpty();
    runs.add(run("longer", "Complete", 31, ", ttlSecondsAfterFinished: 172800"));
    assertThat(Retention.beyond(runs, NOW))
        .extracting(run -> run.getMetadata().getName())
        .containsExactly("r10");
  }

  private static AdminRun run(String name, String condition, int second, String more) {
    return Sample.parse(
        """
        apiVersion: twelvefactor.io/v1alpha1
        kind: AdminRun
        metadata: {name: %s}
        spec: {app: shop, command: [a]%s}
        status:
          conditions: [{type: %s, status: "True", reason: A, lastTransitionTime: "2026-06-01T00:00:00Z"}]
          finishedAt: "2026-06-01T00:00:%02dZ"
        """
            .formatted(name, more, condition, second),
        AdminRun.class);
  }
}
