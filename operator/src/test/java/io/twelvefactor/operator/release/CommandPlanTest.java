package io.twelvefactor.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.observe.CommandPod;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.release.Fate.CommandState;
import io.twelvefactor.operator.sample.Sample;
import io.twelvefactor.operator.sample.SomeFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a release command is due, what it keeps back, and what its end means. */
class CommandPlanTest {
  private final Planner planner = new Planner(new PodTemplates(), Pace.NONE);

  /**
   * Releases are written as {@code number:image=outcome[/command]}, where the command is due,
   * started, done, failed, or not to run at all. Of the plan it says the target, then {@code >} and
   * what is to follow it, {@code +} before what is minted, and why it holds.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "the first release      | -                                  | 1 | x | -            | -  | - >+1 ReleaseCommandRunning",
        "another image          | 1:1=Current                        | 2 | x | -            | -  | 1 >+2 ReleaseCommandRunning",
        "the same image         | 1:1=Current                        | 1 | y | -            | -  | +2",
        "always                 | 1:1=Current                        | 1 | y | when: Always | -  | 1 >+2 ReleaseCommandRunning",
        "a rollback             | 1:1=Current 2:2=Current            | 2 | x | rollbackTo: 1, when: Always | - | +3",
        "recorded, not started  | 1:1=Current 2:2=Releasing/due      | 2 | x | -            | -  | 1 >2 ReleaseCommandRunning",
        "started, and seen      | 1:1=Current 2:2=Releasing/started  | 2 | x | -            | 2  | 1 >2 ReleaseCommandRunning",
        "running                | 1:1=Current 2:2=Releasing/due      | 2 | x | -            | 2  | 1 >2 ReleaseCommandRunning",
        "ended well             | 1:1=Current 2:2=Releasing/done     | 2 | x | -            | -  | 2",
        "failed                 | 1:1=Current 2:2=Failed/failed      | 2 | x | -            | -  | 1 ReleaseFailed",
        "failed first           | 1:1=Failed/failed                  | 1 | x | -            | -  | - ReleaseFailed",
        "its fix                | 1:1=Current 2:2=Failed/failed      | 3 | x | -            | -  | 1 >+3 ReleaseCommandRunning",
        "its fix by env alone   | 1:1=Current 2:2=Failed/failed      | 2 | y | -            | -  | 1 >+3 ReleaseCommandRunning",
        "the first one's fix    | 1:1=Failed/failed                  | 2 | x | -            | -  | - >+2 ReleaseCommandRunning",
        "after what came close  | 1:1=Failed/done                    | 2 | x | -            | -  | 1 >+2 ReleaseCommandRunning",
        "another one runs       | 1:1=Current 2:2=Releasing/due      | 1 | y | -            | 2  | 1 >+3 ReleaseCommandRunning",
        "another still runs     | 1:1=Current 2:2=Releasing/due 3:3=Releasing/due | 3 | x | - | 2 | 1 >3 ReleaseCommandRunning",
        "a rollback waits too   | 1:1=Current 2:2=Current 3:3=Releasing/due | 3 | x | rollbackTo: 1 | 3 | 2 >+4 ReleaseCommandRunning",
        "back to what runs      | 1:1=Current 2:2=Releasing/due      | 1 | x | -            | 2  | 1",
        "overtaken, not started | 1:1=Current 2:2=Releasing/due      | 1 | y | -            | -  | +3",
        "nothing to do with it  | 1:1=Current                        | 1 | x | -            | 7  | 1",
      })
  void decides(
      String what, String releases, int image, String env, String policy, String run, String plan) {
    // Given
    List<Release> ledger = new ArrayList<>();
    if (releases != null) {
      Arrays.stream(releases.split(" +")).map(CommandPlanTest::release).forEach(ledger::add);
    }
    Facts facts = run == null ? Sample.facts() : Sample.facts(job(run, ""));
    // When
    Plan decided = planner.plan(app(image, env, policy), facts, Ledger.of(ledger));
    // Then
    assertThat(describe(decided)).as(what).isEqualTo(plan);
    assertThat(decided.hold().filter(Hold::ending).isPresent())
        .isEqualTo(decided.next().isPresent());
  }

  private static String describe(Plan plan) {
    String target = plan.target().map(r -> String.valueOf(r.number())).orElse("-");
    String plus = plan.minted() ? "+" : "";
    return plan.next().map(next -> target + " >" + plus + next.number()).orElse(plus + target)
        + plan.hold().map(hold -> " " + hold.reason()).orElse("");
  }

  private static TwelveFactorApp app(int image, String env, String policy) {
    return Sample.app(
        "replicas: 1\nimage: %s\nconfig: {env: [{name: A, value: %s}]}\nrelease: {command: [migrate]%s}"
            .formatted(Sample.image(image), env, policy == null ? "" : ", " + policy));
  }

  /** Reads {@code number:image=outcome[/command]}. */
  private static Release release(String text) {
    String[] parts = text.split("[:=/]");
    String command = parts.length < 4 ? "" : parts[3];
    Release plain =
        Sample.release(
            Integer.parseInt(parts[0]),
            app(Integer.parseInt(parts[1]), "x", null),
            ReleaseOutcome.valueOf(parts[2]));
    CommandState result =
        switch (command) {
          case "started" -> CommandState.Started;
          case "done" -> CommandState.Succeeded;
          case "failed" -> CommandState.Failed;
          default -> null;
        };
    return new Release(
        plain.number(),
        plain.fingerprint(),
        plain.inputs(),
        plain.templates(),
        plain.createdAt(),
        null,
        new Origin("", null, null, !command.isEmpty()),
        new Fate(plain.outcome(), "it said so", result, false));
  }

  private static Job job(String release, String conditions) {
    return Sample.parse(
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: shop-release-%1$s
          namespace: acme
          labels: {twelvefactor.io/release-command: release, twelvefactor.io/release: "%1$s"}
        status: {conditions: [%2$s]}
        """
            .formatted(release, conditions),
        Job.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "running, unseen | - | - | running -",
        "starting        | - | false  | running -",
        "no image        | - | false ImagePullBackOff | running ImagePullBackOff never started",
        "no secret       | - | false CreateContainerConfigError | running CreateContainerConfigError never started",
        "running         | - | true   | running -",
        "ending          | {type: FailureTarget, status: 'True', reason: PodFailurePolicy} | true | running -",
        "ended well      | {type: Complete, status: 'True'} | true | succeeded -",
        "failed          | {type: Failed, status: 'True', reason: PodFailurePolicy} | true exited with 3 | failed exited with 3",
        "its pod is gone | {type: Failed, status: 'True', reason: PodFailurePolicy, message: 'Container release for pod acme/shop-release-2-x failed with exit code 3 matching FailJob rule at index 0'} | - | failed exited with 3",
        "too long        | {type: Failed, status: 'True', reason: DeadlineExceeded, message: 'Job was active longer than specified deadline'} | - | failed DeadlineExceeded",
      })
  void readsAJob(String what, String conditions, String pod, String expected) {
    // Given
    HasMetadata job = job("2", conditions == null ? "" : conditions);
    List<CommandPod> pods = new ArrayList<>();
    if (pod != null) {
      String[] words = pod.split(" ", 2);
      pods.add(
          new CommandPod(2, Boolean.parseBoolean(words[0]), words.length == 1 ? null : words[1]));
    }
    pods.add(new CommandPod(1, false, "of another release"));
    // When
    CommandRun run = CommandRun.of(new SomeFacts().children(job).commandPods(pods).facts()).get(0);
    // Then
    assertThat(
            "%s %s%s"
                .formatted(
                    run.state().name().toLowerCase(Locale.ROOT),
                    run.trouble() == null ? "-" : run.trouble(),
                    run.neverStarted() ? " never started" : ""))
        .as(what)
        .isEqualTo(expected);
    assertThat(run.logs()).isEqualTo("kubectl logs -n acme job/shop-release-2");
  }

  @Test
  void isPartOfTheReleaseAndItsPolicyIsNot() {
    String without = fingerprint("historyLimit: 3");
    String with = fingerprint("command: [migrate]");
    assertThat(fingerprint("onFailure: Rollback, rollbackTo: 3")).isEqualTo(without);
    assertThat(with).isNotEqualTo(without);
    assertThat(fingerprint("command: [migrate], when: Always, timeoutSeconds: 3")).isEqualTo(with);
    assertThat(fingerprint("command: [other]")).isNotEqualTo(with);
    assertThat(fingerprint("command: [migrate], resources: {requests: {cpu: 1}}"))
        .isNotEqualTo(with);
  }

  private static String fingerprint(String policy) {
    return Fingerprint.of(
        Sample.inputs(Sample.app("replicas: 1\nrelease: {" + policy + "}"), Sample.facts()));
  }
}
