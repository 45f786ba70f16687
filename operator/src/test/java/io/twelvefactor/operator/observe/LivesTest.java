package io.twelvefactor.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.twelvefactor.api.v1alpha1.ProcessStatus;
import io.twelvefactor.api.v1alpha1.ReplicaStart;
import io.twelvefactor.api.v1alpha1.ReplicaStop;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import io.twelvefactor.operator.sample.Sample;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of the states that pods are seen in. Times are minutes and seconds past noon. */
class LivesTest {
  /** Asked to stop at 10:00, with 30 seconds to go. */
  private static final String ENDING =
      "deletionTimestamp: '2026-06-01T12:10:30Z', deletionGracePeriodSeconds: 30";

  /** The kubelet's last word: it is all over. */
  private static final String OVER =
      "deletionTimestamp: '2026-06-01T12:10:00Z', deletionGracePeriodSeconds: 0";

  private final Lives lives = new Lives();
  private final TwelveFactorApp app = app("2026-06-01T11:00:00Z");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "well | ENDING | terminated: {exitCode: 0, finishedAt: '10:05'} | 10:05 0",
        "by SIGTERM | ENDING | terminated: {exitCode: 143, finishedAt: '10:00'} | 10:00 143",
        "by SIGKILL | ENDING | terminated: {exitCode: 137, reason: Error, finishedAt: '10:30'} | 10:30 137 killed",
        "held by a finalizer | OVER | terminated: {exitCode: 137, finishedAt: '10:30'} | 10:30 137 killed",
        "out of memory | ENDING | terminated: {exitCode: 137, reason: OOMKilled, finishedAt: '10:05'} | 10:05 137",
        "container lost | ENDING | terminated: {exitCode: 137, reason: ContainerStatusUnknown, finishedAt: '10:05'} | -",
        "when unknown | ENDING | terminated: {exitCode: 137, reason: Error} | -",
        "before it was asked | ENDING | terminated: {exitCode: 137, finishedAt: '09:59'} | -",
        "nobody asked | - | terminated: {exitCode: 137, finishedAt: '10:05'} | -",
        "not yet | ENDING | running: {startedAt: '00:00'} | -",
        "hurried | `deletionTimestamp: '2026-06-01T12:10:01Z', deletionGracePeriodSeconds: 1` | terminated: {exitCode: 137, finishedAt: '10:01'} | -",
      })
  void tellsHowAReplicaStopped(String what, String metadata, String state, String expected) {
    // Given
    String ending =
        switch (metadata) {
          case "ENDING" -> ENDING;
          case "OVER" -> OVER;
          case "-" -> "";
          default -> metadata;
        };
    // When
    boolean news = lives.note(null, pod(ending, state, "False 10:00"));
    // Then
    assertThat(news).isEqualTo(!expected.equals("-"));
    assertThat(stop()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "first | False 00:00 | 00:02 | True 00:09 | 7",
        "nothing said before | - | 00:02 | True 00:02 | 0",
        "container restarted | False 05:00 | 05:10 | True 05:15 | 5",
        "check failed for a while | False 05:00 | 00:02 | True 05:15 | -1",
        "was ready | True 00:09 | 00:02 | True 00:09 | -1",
        "is not ready | False 00:00 | 00:02 | False 00:00 | -1",
        "a clock is wrong | False 00:00 | 00:02 | True 00:01 | -1",
      })
  void tellsHowLongAStartTook(
      String what, String before, String started, String after, int seconds) {
    // Given
    Pod was = pod("", "waiting: {reason: ContainerCreating}", before);
    Pod now = pod("", "running: {startedAt: '%s'}".formatted(started), after);
    // When
    lives.note(Reductions.pod(was), now);
    // Then
    assertThat(lives.of(app))
        .as(what)
        .isEqualTo(
            seconds < 0
                ? List.of()
                : List.of(new LifeFact("web", new ReplicaStart(4, seconds), null)));
  }

  @Test
  void howAPodThatWasReadyAlreadyStartedIsNotKnown() {
    assertThat(lives.note(null, pod("", "running: {startedAt: '00:00'}", "True 50:00"))).isFalse();
    assertThat(lives.of(app)).isEmpty();
  }

  @Test
  void theLastStopCountsWhicheverIsSeenFirst() {
    note("10:05", 143);
    note("10:03", 137);
    assertThat(stop()).isEqualTo("10:05 143");
    note("10:05", 137);
    assertThat(stop()).as("in the same second").isEqualTo("10:05 137 killed");
    note("10:05", 0);
    assertThat(stop()).isEqualTo("10:05 137 killed");
    note("10:06", 0);
    assertThat(stop()).isEqualTo("10:06 0");
  }

  @Test
  void theStatusRemembersWhatWasSeen() {
    // Given
    note("10:05", 137);
    // When
    app.setStatus(status(lives.of(app)));
    // Then
    assertThat(stop()).isEqualTo("10:05 137 killed");
    assertThat(new Lives().of(app)).as("another operator").isEqualTo(lives.of(app));
    note("10:06", 0);
    assertThat(stop()).isEqualTo("10:06 0");
    assertThat(new Lives().of(app).get(0).stop().exitCode()).isEqualTo(137);
  }

  @Test
  void whatTheStatusSaysIsForgottenHere() {
    // Given
    note("10:05", 137);
    app.setStatus(status(lives.of(app)));
    lives.of(app);
    // When
    app.setStatus(null);
    // Then
    assertThat(lives.of(app)).isEmpty();
  }

  @Test
  void podsOfAnAppThatHadTheNameBeforeSayNothing() {
    note("10:05", 137);
    assertThat(lives.of(app("2026-06-01T12:00:01Z"))).isEmpty();
  }

  @Test
  void aSidecarIsNotTheApp() {
    Pod pod = pod(ENDING, "terminated: {exitCode: 137, finishedAt: '10:30'}", "False 10:00");
    pod.getStatus().getContainerStatuses().get(0).setName("istio-proxy");
    assertThat(lives.note(null, pod)).isFalse();
    assertThat(lives.note(null, app)).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "nothing | `` | `` | - | exited with 137",
        "restarted | `` | lastState: {terminated: {exitCode: 137, reason: OOMKilled, finishedAt: '01:00'}} | restarted 2026-06-01T12:01:00Z (OOMKilled, exit code 137) | exited with 137",
        "evicted | reason: Evicted, message: 'The node was low on resource: memory.' | `` | evicted 2026-06-01T12:20:00Z (The node was low on resource: memory.) | Evicted",
        "evicted without a word | reason: Evicted | `` | evicted 2026-06-01T12:20:00Z (Evicted) | Evicted",
      })
  void tellsWhatHappenedToAPod(
      String what, String status, String container, String setback, String trouble) {
    // Given
    Pod pod = pod("", "terminated: {exitCode: 137}", "False 20:00", container);
    if (!status.isEmpty()) {
      Pod more = Sample.parse("status: {phase: Failed, %s}".formatted(status), Pod.class);
      pod.getStatus().setPhase("Failed");
      pod.getStatus().setReason(more.getStatus().getReason());
      pod.getStatus().setMessage(more.getStatus().getMessage());
    }
    // When
    PodFact fact = PodFact.of(Reductions.pod(pod)).orElseThrow();
    // Then
    assertThat(Objects.toString(fact.setback(), null)).as(what).isEqualTo(setback);
    assertThat(fact.trouble()).isEqualTo(trouble);
  }

  private void note(String finished, int exitCode) {
    lives.note(
        null,
        pod(
            ENDING,
            "terminated: {exitCode: %d, finishedAt: '%s'}".formatted(exitCode, finished),
            "False 10:00"));
  }

  private String stop() {
    List<LifeFact> known = lives.of(app);
    if (known.isEmpty()) {
      return "-";
    }
    ReplicaStop stop = known.get(0).stop();
    assertThat(stop.release()).isEqualTo(4);
    return stop.at().substring("2026-06-01T12:".length(), stop.at().length() - 1)
        + " "
        + stop.exitCode()
        + (stop.killed() ? " killed" : "");
  }

  private static TwelveFactorAppStatus status(List<LifeFact> lives) {
    List<ProcessStatus> processes =
        lives.stream()
            .map(life -> new ProcessStatus(life.process(), 1, 1, life.start(), life.stop()))
            .toList();
    return new TwelveFactorAppStatus(
        null, null, null, null, null, null, processes, null, null, null, null, null, null);
  }

  private static TwelveFactorApp app(String made) {
    TwelveFactorApp app = Sample.app("replicas: 1");
    app.getMetadata().setCreationTimestamp(made);
    return app;
  }

  private static Pod pod(String metadata, String state, String ready) {
    return pod(metadata, state, ready, "");
  }

  private static Pod pod(String metadata, String state, String ready, String more) {
    String[] condition = ready.split(" ");
    String conditions =
        ready.equals("-")
            ? ""
            : "{type: Ready, status: '%s', lastTransitionTime: '%s'}"
                .formatted(condition[0], condition[1]);
    return Sample.parse(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: p
          namespace: acme
          creationTimestamp: '00:00'
          labels: {app.kubernetes.io/instance: shop, twelvefactor.io/process: web, twelvefactor.io/release: "4"}
          %s
        spec: {terminationGracePeriodSeconds: 30}
        status:
          conditions: [%s]
          containerStatuses: [{name: web, state: {%s}, %s}]
        """
            .formatted(metadata.replace(", ", "\n  "), conditions, state, more)
            .replaceAll("'(\\d\\d:\\d\\d)'", "'2026-06-01T12:$1Z'"),
        Pod.class);
  }
}
