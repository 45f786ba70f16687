package io.twelvefactor.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.AdminRunStatus;
import io.twelvefactor.operator.sample.Sample;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a run by its Job and its pod, which are seen one before the other. */
class RunOutcomeTest {
  private static final Job FAILED =
      Sample.parse(
          """
          apiVersion: batch/v1
          kind: Job
          metadata: {name: run}
          status:
            conditions: [{type: Failed, status: "True", reason: BackoffLimitExceeded, lastTransitionTime: '2026-06-01T12:00:00Z'}]
          """,
          Job.class);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "none",
      value = {
        "the pod is not seen to have ended | Running | running: {} | false | none",
        "it is | Failed | terminated: {exitCode: 3} | true | 3",
        "its node is gone | Failed | waiting: {reason: Lost} | true | none",
      })
  void theExitCodeIsWaitedFor(
      String what, String phase, String state, boolean finished, Integer exit) {
    // Given
    Pod pod =
        Sample.parse(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: run-1, namespace: acme, annotations: {kubectl.kubernetes.io/default-container: run}}
            status: {phase: %s, containerStatuses: [{name: run, state: {%s}}]}
            """
                .formatted(phase, state),
            Pod.class);
    // When
    AdminRunStatus status =
        new RunOutcome(run(), Sample.NOW).of(FAILED, List.of(RunWatches.reduced(pod)));
    // Then
    assertThat(status.finished()).isEqualTo(finished);
    assertThat(status.exitCode()).isEqualTo(exit);
  }

  private static AdminRun run() {
    return Sample.parse(
        """
        apiVersion: twelvefactor.io/v1alpha1
        kind: AdminRun
        metadata: {name: run, namespace: acme, generation: 1}
        spec: {app: shop, process: backup}
        status: {release: 1, job: run}
        """,
        AdminRun.class);
  }
}
