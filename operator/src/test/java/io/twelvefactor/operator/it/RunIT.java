package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.operator.names.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on demand: once, in the release that is current when they start. */
@ExtendWith(OperatorExtension.class)
class RunIT {
  /** No replicas, so that only the pods of runs behave as told. */
  private static final String BEHAVING =
      """
      image: %s
      replicas: 0
      podMetadata: {annotations: {kwok.twelvefactor.io/behaviour: %s}}
      adminProcesses: [{name: backup, command: [backup], timeoutSeconds: 77}]
      """;

  @Test
  void runsAnAdminProcessByName(World world) {
    // Given
    app(world, "none");

    // When
    run(world, "tonight", "{app: shop, process: backup}");

    // Then
    AdminRun run = awaitRun(world, "tonight", "Succeeded");
    assertThat(run.getStatus().release()).isEqualTo(1);
    assertThat(run.getStatus().exitCode()).isZero();
    assertThat(Instant.parse(run.getStatus().finishedAt()))
        .isAfterOrEqualTo(Instant.parse(run.getStatus().startedAt()));
    assertThat(condition(run, "Complete").map(Condition::status)).contains("True");
    Job job = world.get(Job.class, "tonight");
    assertThat(job.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(run.getMetadata().getUid()));
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(77);
    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(container(job).getCommand()).containsExactly("backup");
    assertThat(container(job).getImage()).isEqualTo(World.IMAGE);
    // And the app tells of it
    world.awaitApp(
        "shop",
        app ->
            assertThat(app.getStatus().factors().get(11).evidence())
                .isEqualTo("backup in release 1, last success " + run.getStatus().finishedAt()));
  }

  @Test
  void runsACommandInThePodOfAProcessType(World world) {
    // Given
    world.config("flags", "FLAG", "1");
    world.app(
        "shop",
        """
        image: %s
        config: {sources: [{configMapRef: {name: flags}}], env: [{name: MODE, value: a}]}
        processes:
        - {name: web, port: 8080, command: [serve], args: [all]}
        - name: worker
          command: [work]
          resources: {limits: {memory: 64Mi}}
          health: {liveness: {exec: [check]}}
        """
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // When
    run(world, "first", "{app: shop, command: [rake, 'db:version']}");
    run(world, "second", "{app: shop, args: [x], processType: worker, timeoutSeconds: 5}");

    // Then
    awaitRun(world, "first", "Succeeded");
    awaitRun(world, "second", "Succeeded");
    Container served = world.container("shop-web");
    Job job = world.get(Job.class, "first");
    Container first = container(job);
    assertThat(first.getCommand()).containsExactly("rake", "db:version");
    assertThat(first.getArgs()).isEmpty();
    assertThat(first.getEnv()).isEqualTo(served.getEnv()).isNotEmpty();
    assertThat(first.getEnvFrom()).isEqualTo(served.getEnvFrom()).isNotEmpty();
    assertThat(first.getVolumeMounts()).isEqualTo(served.getVolumeMounts());
    assertThat(first.getSecurityContext()).isEqualTo(served.getSecurityContext());
    assertThat(served.getPorts()).isNotEmpty();
    assertThat(served.getReadinessProbe()).isNotNull();
    assertThat(first.getPorts()).isEmpty();
    assertThat(first.getReadinessProbe()).isNull();
    assertThat(first.getLifecycle()).isNull();
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry(Labels.RUN, "first")
        .containsEntry(Labels.APP, "shop")
        .containsEntry(Labels.RELEASE, "1")
        .doesNotContainKeys(Labels.PROCESS, Labels.ADMIN_PROCESS);
    Container second = container(world.get(Job.class, "second"));
    assertThat(second.getCommand()).isEmpty();
    assertThat(second.getArgs()).containsExactly("x");
    assertThat(second.getLivenessProbe()).isNull();
    assertThat(second.getResources().getLimits()).containsKey("memory");
    assertThat(world.get(Job.class, "second").getSpec().getActiveDeadlineSeconds()).isEqualTo(5);
  }

  @Test
  void duringARolloutItIsTheReleaseThatRuns(World world) {
    // Given
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.image(1)));
    world.awaitRelease("shop", 1);
    world.app(
        "shop",
        "{image: '%s', replicas: 1, podMetadata: {annotations: {kwok.twelvefactor.io/behaviour: never-ready}}}"
            .formatted(World.image(2)));
    world.awaitReconciling("shop", "Releasing");

    // When
    run(world, "meanwhile", "{app: shop, command: [look]}");

    // Then
    assertThat(awaitRun(world, "meanwhile", "Succeeded").getStatus().release()).isEqualTo(1);
    assertThat(container(world.get(Job.class, "meanwhile")).getImage()).isEqualTo(World.image(1));
  }

  @Test
  void aReleaseChangesNoRunThatHasStarted(World world) {
    // Given
    app(world, "never-ready");
    run(world, "long", "{app: shop, process: backup}");
    awaitRun(world, "long", "Running");
    Job before = world.get(Job.class, "long");

    // When
    world.app("shop", BEHAVING.formatted(World.image(2), "none"));
    world.awaitRelease("shop", 2);
    run(world, "next", "{app: shop, process: backup}");

    // Then
    assertThat(awaitRun(world, "next", "Succeeded").getStatus().release()).isEqualTo(2);
    Job after = world.get(Job.class, "long");
    assertThat(after.getSpec()).isEqualTo(before.getSpec());
    assertThat(container(after).getImage()).isEqualTo(World.IMAGE);
    assertThat(world.get(AdminRun.class, "long").getStatus().release()).isEqualTo(1);
    // And when it may end
    world.edit(
        Pod.class,
        world.all(Pod.class).stream()
            .filter(pod -> "long".equals(pod.getMetadata().getLabels().get(Labels.RUN)))
            .findFirst()
            .orElseThrow()
            .getMetadata()
            .getName(),
        pod -> {
          pod.getMetadata().getAnnotations().remove("kwok.twelvefactor.io/behaviour");
          return pod;
        });
    assertThat(awaitRun(world, "long", "Succeeded").getStatus().release()).isEqualTo(1);
  }

  @Test
  void aFailureShowsItsExitCode(World world) {
    app(world, "fail");
    run(world, "bad", "{app: shop, process: backup}");

    AdminRun run = awaitRun(world, "bad", "Failed");
    assertThat(run.getStatus().exitCode()).isEqualTo(1);
    assertThat(condition(run, "Failed").orElseThrow().message())
        .isEqualTo("exit code 1; kubectl logs -n %s job/bad".formatted(world.namespace()));
    assertThat(world.all(Pod.class)).as("no second try").hasSize(1);
    world.awaitApp(
        "shop",
        app ->
            assertThat(app.getStatus().factors().get(11).evidence())
                .isEqualTo("backup in release 1, failed " + run.getStatus().finishedAt()));
  }

  @Test
  void whatKeepsItsPodFromRunningIsTold(World world) {
    app(world, "image-pull-error");
    run(world, "stuck", "{app: shop, process: backup}");

    assertThat(condition(awaitRun(world, "stuck", "PodNotRunning"), "Reconciling"))
        .hasValueSatisfying(c -> assertThat(c.message()).contains("ImagePullBackOff"));
  }

  @Test
  void anAppOfAnotherNamespaceCannotBeNamed(World world) {
    // Given
    World other = world.elsewhere();
    app(other, "none");

    // When
    run(world, "strange", "{app: shop, process: backup}");

    // Then
    AdminRun run = awaitRun(world, "strange", "AppMissing");
    assertThat(condition(run, "Reconciling").orElseThrow().message())
        .contains("no TwelveFactorApp 'shop' in namespace " + world.namespace());
    // And what did not start in time does not start later
    awaitRun(world, "strange", "NotStarted");
    app(world, "none");
    run(world, "after", "{app: shop, process: backup}");
    awaitRun(world, "after", "Succeeded");
    assertThat(world.all(Job.class))
        .extracting(job -> job.getMetadata().getName())
        .containsExactly("after");
    assertThat(other.all(Job.class)).isEmpty();
  }

  @Test
  void waitsForAProcessAndForTheFirstRelease(World world) {
    // Given
    run(world, "early", "{app: shop, process: backup}");
    awaitRun(world, "early", "AppMissing");

    // When
    world.app("shop", "{image: '%s', replicas: 0}".formatted(World.IMAGE));

    // Then
    assertThat(condition(awaitRun(world, "early", "ProcessMissing"), "Ready"))
        .hasValueSatisfying(
            c ->
                assertThat(c.message())
                    .isEqualTo(
                        "release 1: spec.process: the release has no admin process 'backup' (it has: none)"));
    // When
    app(world, "none");
    // Then
    assertThat(awaitRun(world, "early", "Succeeded").getStatus().release()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void runsOnceHoweverTheOperatorDies(int writes, World world) throws InterruptedException {
    // Given
    app(world, "none");
    world.awaitRest();
    world.operator().stop();
    Instant start = Instant.now();
    run(world, "once", "{app: shop, process: backup}");

    // When
    world.operator().dyingAfterWrites(writes).start();
    world.operator().awaitDeath();
    world.operator().stop();
    world.operator().immortal().start();

    // Then
    awaitRun(world, "once", "Succeeded");
    assertThat(world.all(Job.class)).hasSize(1);
    assertThat(
            world.operatorWrites(start).stream()
                .filter(request -> request.resource().equals("jobs"))
                .filter(request -> request.code() == 201))
        .hasSize(1);
  }

  @Test
  void aJobThatWasRemovedIsNotMadeAgain(World world) {
    app(world, "never-ready");
    run(world, "gone", "{app: shop, process: backup}");
    awaitRun(world, "gone", "Running");

    world.somebody("somebody").deletes(Job.class, "gone");

    awaitRun(world, "gone", "JobGone");
    assertThat(world.all(Job.class)).isEmpty();
  }

  @Test
  void isNotChanged(World world) {
    run(world, "fixed", "{app: shop, process: backup}");
    var refusal =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> run(world, "fixed", "{app: shop, process: other}"));
    assertThat(refusal).hasMessageContaining("a run happens once and is not changed");
  }

  @Test
  void ofEachAppTheLastTenAreKept(World world) {
    // Given
    app(world, "none");
    // When
    for (int i = 10; i < 22; i++) {
      run(world, "run-" + i, "{app: shop, command: [a]}");
    }
    run(world, "brief", "{app: shop, command: [a], ttlSecondsAfterFinished: 0}");
    // Then
    world.eventually(
        () -> {
          List<AdminRun> runs = world.all(AdminRun.class);
          assertThat(runs).hasSize(10).allMatch(run -> run.getStatus().finished());
          assertThat(world.all(Job.class)).hasSize(10);
        });
    assertThat(world.get(AdminRun.class, "brief")).isNull();
  }

  private static void app(World world, String behaviour) {
    world.app("shop", BEHAVING.formatted(World.IMAGE, behaviour));
    world.awaitReady("shop");
  }

  private static void run(World world, String name, String spec) {
    world
        .somebody("team")
        .applies(
            "{apiVersion: twelvefactor.io/v1alpha1, kind: AdminRun, metadata: {name: %s}, spec: %s}"
                .formatted(name, spec));
  }

  private static AdminRun awaitRun(World world, String name, String reason) {
    awaitRun(
        world,
        name,
        run ->
            assertThat(condition(run, "Ready").map(Condition::reason))
                .as(String.valueOf(run.getStatus()))
                .contains(reason));
    return world.get(AdminRun.class, name);
  }

  private static void awaitRun(World world, String name, Consumer<AdminRun> holds) {
    world.eventually(
        () -> {
          AdminRun run = world.get(AdminRun.class, name);
          assertThat(run.getStatus().observedGeneration()).isEqualTo(1);
          assertReadable(run);
          holds.accept(run);
        });
  }

  /** By the rules of kstatus exactly one of the three says how it stands. */
  private static void assertReadable(AdminRun run) {
    long said =
        List.of("Ready", "Reconciling", "Stalled").stream()
            .filter(type -> run.getStatus().is(type))
            .count();
    assertThat(said).as(run.getStatus().conditions().toString()).isEqualTo(1);
    assertThat(run.getStatus().is("Complete")).isEqualTo(run.getStatus().is("Ready"));
    assertThat(run.getStatus().is("Failed")).isEqualTo(run.getStatus().is("Stalled"));
  }

  private static Optional<Condition> condition(AdminRun run, String type) {
    return run.getStatus().conditions().stream().filter(c -> c.type().equals(type)).findFirst();
  }

  private static Container container(Job job) {
    return job.getSpec().getTemplate().getSpec().getContainers().get(0);
  }
}
