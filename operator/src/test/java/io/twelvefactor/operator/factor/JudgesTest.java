package io.twelvefactor.operator.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.ReplicaStart;
import io.twelvefactor.api.v1alpha1.ReplicaStop;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.Verdict;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.LifeFact;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.observe.RunFact;
import io.twelvefactor.operator.observe.Setback;
import io.twelvefactor.operator.observe.SidecarFact;
import io.twelvefactor.operator.release.Gap;
import io.twelvefactor.operator.release.Hold;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.sample.Sample;
import io.twelvefactor.operator.sample.SomeFacts;
import io.twelvefactor.operator.sample.SomePod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each verdict that each judge can give. */
class JudgesTest {
  private static final String DIGEST =
      "sha256:0000000000000000000000000000000000000000000000000000000000000001";

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "codebase | codebase: {repository: https://git.example/shop, revision: 3f1} | Pass | registry.example/shop built from https://git.example/shop at 3f1",
        "codebase | codebase: {revision: 3f1} | Unknown | names no codebase",
        "codebase | suspend: false | Unknown | names no codebase",
        "dependencies | suspend: false | Pass | pods run sha256:000000000000… and use nothing",
        "dependencies | image: shop:1 | Unknown | no digest to compare",
        "dependencies | `image: registry.example/shop@sha256:2` | Fail | a pod runs sha256:0",
        "dependencies | `image: mirror.example/shop@sha256:2` | Unknown | cannot be compared",
        "dependencies | podTemplate: {spec: {hostNetwork: true}} | Fail | spec.podTemplate.spec.hostNetwork: shares",
        "dependencies | podTemplate: {spec: {hostPID: true}} | Fail | spec.podTemplate.spec.hostPID: shares",
        "dependencies | podTemplate: {spec: {volumes: [{name: h, hostPath: {path: /etc}}]}} | Fail | volumes[h].hostPath: shares",
        "dependencies | podTemplate: {spec: {containers: [{name: web, securityContext: {privileged: true}}]}} | Fail | containers[web].securityContext.privileged: gives",
        "config | suspend: false | NotApplicable | no config is declared",
        "config | config: {env: [{name: A, value: b}], required: [A]} | Pass | present: A",
        "config | config: {env: [{name: A, value: not-told}]} | Pass | 1 plain values",
        "backing-services | suspend: false | NotApplicable | no backing service",
        "backing-services | backingServices: [{name: db, type: pg, values: {a: b}}] | Pass | db (pg) by plain values",
        "build-release-run | suspend: false | Pass | release 1 (sha256:000000000000…), made 2026-06-01T12:00:00Z, runs as recorded",
        "build-release-run | image: shop:1 | Fail | spec.image shop:1: no digest",
        "processes | suspend: false | Pass | root file system read-only",
        "processes | podTemplate: {spec: {volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]}} | Fail | volumes[d]: storage that outlives",
        "port-binding | suspend: false | Pass | web on PORT 8080, ready behind its Service",
        "port-binding | processes: [{name: web}] | NotApplicable | no process binds a port",
        "port-binding | processes: [{name: api, port: 80}] | Unknown | no replica is ready behind the Service of: [api]",
        "concurrency | replicas: 1 | Pass | ready replicas by process type: web 1",
        "concurrency | replicas: 2 | Unknown | web 1",
        "disposability | suspend: false | Unknown | grace: web 30 s",
        "dev-prod-parity | suspend: false | Unknown | no other deploy",
        "logs | suspend: false | Unknown | cannot be seen from here",
        "logs | logs: {exclude: true} | Unknown | asks it to leave this app out",
        "logs | logs: {mode: Sidecar, image: a, stdout: true} | Unknown | in a replica of: web",
        "dependencies | logs: {mode: Sidecar, image: a, stdout: true} | Pass | but for the log sidecar",
        "admin-processes | suspend: false | NotApplicable | no admin process",
        "admin-processes | adminProcesses: [{name: tidy, args: [t]}] | Unknown | tidy is not there yet",
        "admin-processes | adminProcesses: [{name: backup, args: [b]}] | Pass | backup in release 1, last success yesterday",
      })
  void judges(String factor, String spec, Verdict verdict, String evidence) {
    // Given
    boolean whole = spec.contains("processes: [{") || spec.contains("replicas: ");
    String declared = whole && !spec.startsWith("admin") ? spec : spec + "\nreplicas: 1";
    TwelveFactorApp app = Sample.app(declared);
    // When
    Judgement judgement = judge(factor, app, Sample.running(app), pod(null));
    // Then
    assertThat(judgement.verdict()).isEqualTo(verdict);
    assertThat(judgement.evidence()).contains(evidence).doesNotContain("not-told");
    assertThat(judgement.rule() != null).isEqualTo(verdict == Verdict.Fail);
  }

  @ParameterizedTest
  @CsvSource({
    "config, ConfigMissing, Fail",
    "config, RequiredConfigMissing, Fail",
    "backing-services, BackingServiceMissing, Fail",
    "backing-services, BackingServiceIncomplete, Fail",
    "backing-services, ConfigMissing, Pass",
  })
  void whatIsMissingFails(String factor, String reason, Verdict verdict) {
    // Given
    TwelveFactorApp app =
        Sample.app("replicas: 1\nbackingServices: [{name: db, type: pg, values: {a: b}}]");
    Gap.Subject subject =
        reason.startsWith("BackingService") ? Gap.Subject.BACKING_SERVICE : Gap.Subject.CONFIG;
    Gap gap = new Gap(subject, reason, "it is not there", false);
    Plan held = Sample.running(app).held(Hold.of(List.of(gap)));
    // Then
    assertThat(judge(factor, app, held, pod(null)).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "dependencies, there is no release yet",
    "build-release-run, no release has become current yet",
    "processes, there is no release yet",
    "disposability, there is no release yet"
  })
  void withoutAReleaseThereIsNothingToSee(String factor, String why) {
    Plan nothing =
        new Plan(Sample.ledger(), Optional.empty(), Optional.empty(), false, Optional.empty());
    Judgement judgement = judge(factor, Sample.app("replicas: 1"), nothing);
    assertThat(judgement).isEqualTo(Judgement.unknown(why));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "backup 2026-05-01T00:00:00Z ok | backup in release 1, last success yesterday",
        "backup 2026-05-01T00:00:00Z bad | backup in release 1, failed 2026-05-01T00:00:00Z, last success yesterday",
        "backup z ok | backup in release 1, last success z",
        "other z ok | backup in release 1, last success yesterday",
        "- z ok | backup in release 1, last success yesterday; a command in release 7, last success z",
        "- z bad | a command in release 7, failed z",
      })
  void runsOnDemandAreAdminProcesses(String run, String evidence) {
    // Given
    String[] words = run.split(" ");
    RunFact fact =
        new RunFact(words[0].equals("-") ? null : words[0], 7, words[1], words[2].equals("ok"));
    TwelveFactorApp app = Sample.app("adminProcesses: [{name: backup, args: [b]}]\nreplicas: 1");
    // When
    Judgement judgement = judge("admin-processes", app, Sample.running(app), List.of(fact));
    // Then
    assertThat(judgement.verdict()).isEqualTo(Verdict.Pass);
    assertThat(judgement.evidence()).contains(evidence);
  }

  @Test
  void aCommandAloneIsAnAdminProcess() {
    TwelveFactorApp app = Sample.app("replicas: 1");
    assertThat(
            judge(
                "admin-processes",
                app,
                Sample.running(app),
                List.of(new RunFact(null, 3, "yesterday", true))))
        .isEqualTo(Judgement.pass("a command in release 3, last success yesterday"));
  }

  @Test
  void aCrashIsADisposabilityFailure() {
    TwelveFactorApp app = Sample.app("replicas: 1");
    assertThat(judge("disposability", app, Sample.running(app), pod("CrashLoopBackOff")).evidence())
        .isEqualTo("does not stay up: web (CrashLoopBackOff)");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "ended by itself | 1 t1 0 false | 1 3 | Pass | web stopped t1 (exit code 0), ready 3 s after its start",
        "by SIGTERM | 1 t1 143 false | - | Pass | web stopped t1 (exit code 143)",
        "by SIGKILL | 1 t1 137 true | 1 3 | Fail | still ran when its grace was over and was killed: web (t1, grace 30 s); make it end on SIGTERM, or give it longer: spec.processes[].shutdown.drainSeconds",
        "out of memory | 1 t1 137 false | - | Unknown | ended in time, but whether with its work done cannot be seen: web stopped t1 (exit code 137)",
        "with an error | 1 t1 1 false | - | Unknown | ended in time, but whether with its work done cannot be seen: web stopped t1 (exit code 1)",
        "another release | 2 t1 137 true | 2 3 | Unknown | grace: web 30 s; no stop of a replica has been watched yet",
        "only started | - | 1 3 | Unknown | grace: web 30 s (ready 3 s after its start); no stop of a replica has been watched yet",
      })
  void judgesStops(String what, String stop, String start, Verdict verdict, String evidence) {
    // Given
    TwelveFactorApp app = Sample.app("replicas: 1");
    LifeFact life = new LifeFact("web", start(start), stop(stop));
    // When
    Judgement judgement = judge("disposability", app, List.of(life), pod(null));
    // Then
    assertThat(judgement)
        .isEqualTo(
            new Judgement(
                verdict, evidence, verdict == Verdict.Fail ? "disposability/killed" : null));
  }

  @Test
  void aStopOfOneProcessSaysNothingOfAnother() {
    // Given
    TwelveFactorApp app =
        Sample.app("processes: [{name: web, port: 8080}, {name: worker, command: [w]}]");
    LifeFact web = new LifeFact("web", null, stop("1 t1 0 false"));
    LifeFact worker = new LifeFact("worker", null, stop("1 t2 137 true"));
    // Then
    assertThat(judge("disposability", app, List.of(web)).evidence())
        .isEqualTo("web stopped t1 (exit code 0); worker not yet watched stopping");
    assertThat(judge("disposability", app, List.of(web, worker)).evidence())
        .contains("killed: worker (t2, grace 25 s);");
  }

  private static ReplicaStart start(String words) {
    if (words == null) {
      return null;
    }
    String[] word = words.split(" ");
    return new ReplicaStart(Integer.valueOf(word[0]), Integer.valueOf(word[1]));
  }

  private static ReplicaStop stop(String words) {
    if (words == null) {
      return null;
    }
    String[] word = words.split(" ");
    return new ReplicaStop(
        Integer.valueOf(word[0]), word[1], Integer.valueOf(word[2]), Boolean.valueOf(word[3]));
  }

  @Test
  void restartsAndEvictionsAreEvidenceAndNoBreach() {
    // Given
    TwelveFactorApp app = Sample.app("replicas: 1");
    Setback older = new Setback("restarted", "t1", "OOMKilled, exit code 137");
    Setback newer = new Setback("evicted", "t2", "the node was low on memory");
    // When
    Judgement judgement =
        judge(
            "processes",
            app,
            Sample.running(app),
            setBack(1, newer, PodFact.EVICTED),
            setBack(1, older, null),
            setBack(7, new Setback("restarted", "t3", "of another release"), null));
    // Then
    assertThat(judgement)
        .isEqualTo(
            Judgement.pass(
                "root file system read-only, no storage claimed, not root;"
                    + " web evicted t2 (the node was low on memory)"));
    assertThat(
            judge("disposability", app, Sample.running(app), setBack(1, newer, PodFact.EVICTED))
                .verdict())
        .as("what a node throws out was not left to stay up")
        .isEqualTo(Verdict.Unknown);
  }

  private static PodFact setBack(int release, Setback setback, String trouble) {
    return SomePod.unready("p", "web", release)
        .restarts(1)
        .trouble(trouble)
        .setback(setback)
        .fact();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | | | Pass | a sidecar in every replica of release 1 reads stdout for CloudWatch log group /a",
        "true | | t1 | Pass | log group /a; that of web restarted t1 (Error, exit code 1)",
        "false | CrashLoopBackOff, last exit code 1 | t1 | Fail | does not stay up: web (CrashLoopBackOff, last exit code 1)",
        "false | | | Unknown | no log sidecar is seen running in a replica of: web",
      })
  void theLogSidecarIsJudgedByWhatThePodSays(
      boolean running, String trouble, String restarted, Verdict verdict, String evidence) {
    // Given
    TwelveFactorApp app =
        Sample.app(
            "replicas: 1\nlogs: {mode: Sidecar, image: a, cloudWatch: {logGroup: /a, region: b}}");
    Setback setback =
        restarted == null ? null : new Setback("restarted", restarted, "Error, exit code 1");
    SidecarFact sidecar = new SidecarFact(running, trouble, setback);
    PodFact pod = SomePod.ready("p", "web", 1).logSidecar(sidecar).fact();
    // When
    Judgement judgement = judge("logs", app, Sample.running(app), pod);
    // Then
    assertThat(judgement.verdict()).isEqualTo(verdict);
    assertThat(judgement.evidence()).contains(evidence);
  }

  @Test
  void aRolloutUnderWayIsNotYetJudged() {
    TwelveFactorApp app = Sample.app("replicas: 1");
    Plan rollingOut =
        Sample.rollingOut(
            Sample.release(1, app, ReleaseOutcome.Current),
            Sample.release(2, app, ReleaseOutcome.Releasing));
    assertThat(judge("build-release-run", app, rollingOut, pod(null)))
        .isEqualTo(Judgement.unknown("release 2 is replacing release 1"));
    assertThat(judge("build-release-run", app, Sample.running(app), Sample.pod("web", 7, true)))
        .isEqualTo(Judgement.unknown("not yet of release 1: [shop-web-7]"));
  }

  @Test
  void thereAreTwelveInTheirOrder() {
    assertThat(Factors.ALL)
        .extracting(Factor::number)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(Factors.ALL).extracting(Factor::name).doesNotHaveDuplicates();
  }

  private static PodFact pod(String trouble) {
    String image = "registry.example/shop@" + DIGEST;
    return SomePod.ready("p", "web", 1).runs(image).trouble(trouble).fact();
  }

  private static Judgement judge(String factor, TwelveFactorApp app, Plan plan, PodFact... pods) {
    return judge(factor, app, plan, List.of(), pods);
  }

  private static Judgement judge(
      String factor, TwelveFactorApp app, List<LifeFact> lives, PodFact... pods) {
    return judge(factor, app, Sample.running(app), List.of(), lives, pods);
  }

  private static Judgement judge(
      String factor, TwelveFactorApp app, Plan plan, List<RunFact> runs, PodFact... pods) {
    return judge(factor, app, plan, runs, List.of(), pods);
  }

  private static Judgement judge(
      String factor,
      TwelveFactorApp app,
      Plan plan,
      List<RunFact> runs,
      List<LifeFact> lives,
      PodFact... pods) {
    HasMetadata backup =
        new CronJobBuilder()
            .withNewMetadata()
            .withName("shop-backup")
            .endMetadata()
            .withNewStatus()
            .withLastScheduleTime("today")
            .withLastSuccessfulTime("yesterday")
            .endStatus()
            .build();
    Facts facts =
        new SomeFacts().children(backup).pods(List.of(pods)).runs(runs).lives(lives).facts();
    Evidence seen = new Evidence(app.getSpec(), plan, facts, Optional.empty());
    return Factors.ALL.stream()
        .filter(f -> f.name().equals(factor))
        .findFirst()
        .orElseThrow()
        .judge(seen);
  }
}
