package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.ReleaseStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The release command: before anything of its release runs, once, and when it is due. */
@ExtendWith(OperatorExtension.class)
class ReleaseCommandIT {
  private static final String BEHAVIOUR = "kwok.twelvefactor.io/behaviour";

  private static final String APP =
      """
      image: %s
      podMetadata: {annotations: {kwok.twelvefactor.io/behaviour: %s}}
      config: {sources: [{configMapRef: {name: flags}}, {secretRef: {name: keys}}]}
      backingServices: [{name: db, type: pg, values: {uri: "pg://db"}, env: [{name: DB, key: uri}]}]
      processes: [{name: web, port: 8080}]
      release: {command: [migrate]%s}
      """;

  private static void given(World world) {
    world.config("flags", "FLAG", "1");
    world.secret("keys", "KEY", "1");
  }

  @Test
  void runsInTheReleaseBeforeItsProcesses(World world) {
    // Given a command that does not end
    given(world);
    world.app("shop", APP.formatted(World.image(1), "never-ready", ""));

    // Then
    TwelveFactorApp app = world.awaitReconciling("shop", "ReleaseCommandRunning");
    assertThat(World.message(app))
        .contains("kubectl logs -n %s job/shop-release-1".formatted(world.namespace()));
    assertThat(app.getStatus().targetRelease()).isEqualTo(1);
    assertThat(app.getStatus().releases())
        .singleElement()
        .satisfies(r -> assertThat(r.outcome()).isEqualTo(ReleaseOutcome.Pending));
    world.eventually(() -> assertThat(commandPods(world, 1)).hasSize(1));
    Job job = world.get(Job.class, "shop-release-1");
    PodSpec pod = job.getSpec().getTemplate().getSpec();
    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isNull();
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(600);
    assertThat(pod.getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getContainers().get(0).getCommand()).containsExactly("migrate");
    assertThat(pod.getContainers().get(0).getImage()).isEqualTo(World.image(1));
    assertThat(pod.getContainers().get(0).getEnvFrom()).hasSize(2);
    assertThat(pod.getContainers().get(0).getEnv()).anyMatch(e -> e.getName().equals("DB"));
    assertThat(world.all(Deployment.class)).isEmpty();

    // When it ends
    heal(world, 1);

    // Then
    world.eventually(() -> assertThat(noteOf(world, 1)).isEqualTo("Succeeded"));
    world.eventually(() -> assertThat(world.get(Deployment.class, "shop-web")).isNotNull());
    assertThat(
            world
                .get(Deployment.class, "shop-web")
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels())
        .doesNotContainKey(Labels.RELEASE_COMMAND);
  }

  @Test
  void isDueWhenTheImageChanges(World world) {
    // Given
    given(world);
    Instant start = Instant.now();
    world.app("shop", APP.formatted(World.image(1), "good", ""));
    world.awaitRelease("shop", 1);
    assertThat(world.get(Job.class, "shop-release-1")).as("kept for its output").isNotNull();

    // When config changes and a secret is rotated
    world.config("flags", "FLAG", "2");
    world.awaitRelease("shop", 2);
    world.secret("keys", "KEY", "2");
    world.awaitRelease("shop", 3);

    // Then
    assertThat(started(world, start)).containsExactly("shop-release-1");
    world.eventually(() -> assertThat(world.all(Job.class)).isEmpty());
    assertThat(noteOf(world, 1)).isEqualTo("Succeeded");

    // When the image changes
    world.app("shop", APP.formatted(World.image(2), "good", ""));

    // Then
    world.awaitRelease("shop", 4);
    assertThat(started(world, start)).containsExactly("shop-release-1", "shop-release-4");

    // When it is gone back on
    world.app("shop", APP.formatted(World.image(2), "good", ", rollbackTo: 1"));
    world.awaitRelease("shop", 5);

    // Then
    assertThat(started(world, start)).hasSize(2);

    // When it is asked for always
    world.app("shop", APP.formatted(World.image(1), "good", ", when: Always"));
    world.awaitRelease("shop", 6);
    world.config("flags", "FLAG", "3");
    world.awaitRelease("shop", 7);

    // Then
    assertThat(started(world, start)).endsWith("shop-release-6", "shop-release-7").hasSize(4);
  }

  @Test
  void itsFailureTouchesNothing(World world) {
    // Given
    given(world);
    world.app("shop", APP.formatted(World.image(1), "good", ", onFailure: Rollback"));
    world.awaitRelease("shop", 1);
    world.awaitRest();
    long generation = world.get(Deployment.class, "shop-web").getMetadata().getGeneration();

    // When
    world.app("shop", APP.formatted(World.image(2), "fail", ", onFailure: Rollback"));

    // Then
    TwelveFactorApp app = world.awaitStalled("shop", "ReleaseFailed");
    assertThat(World.message(app))
        .contains(
            "release 2",
            "exited with 1",
            "kubectl logs -n %s job/shop-release-2".formatted(world.namespace()),
            "release 1 goes on serving");
    assertThat(app.getStatus().releases().get(0))
        .satisfies(
            release -> {
              assertThat(release.outcome()).isEqualTo(ReleaseOutcome.Failed);
              assertThat(release.reason()).contains("exited with 1");
            });
    assertThat(World.condition(app, "Available")).contains("True");
    assertThat(noteOf(world, 2)).isEqualTo("Failed");

    // When it is looked at again
    world.operator().restart();
    world.awaitRest();

    // Then
    assertThat(world.get(Deployment.class, "shop-web").getMetadata().getGeneration())
        .isEqualTo(generation);
    assertThat(world.get(Job.class, "shop-release-2")).as("kept for its output").isNotNull();
    assertThat(commandPods(world, 2)).hasSize(1);

    // When
    world.app("shop", APP.formatted(World.image(3), "good", ", onFailure: Rollback"));

    // Then
    world.awaitRelease("shop", 3);
    assertThat(world.get(Job.class, "shop-release-2")).isNotNull();
    assertThat(world.get(Job.class, "shop-release-3")).isNotNull();
  }

  @Test
  void itHasATime(World world) {
    given(world);
    world.app("shop", APP.formatted(World.image(1), "never-ready", ", timeoutSeconds: 3"));
    TwelveFactorApp app = world.awaitStalled("shop", "ReleaseFailed");
    assertThat(World.message(app)).contains("DeadlineExceeded", "job/shop-release-1");
    assertThat(world.all(Deployment.class)).isEmpty();
  }

  @Test
  void aReleaseMadeMeanwhileWaits(World world) {
    // Given
    given(world);
    Instant start = Instant.now();
    world.app("shop", APP.formatted(World.image(1), "good", ""));
    world.awaitRelease("shop", 1);
    world.app("shop", APP.formatted(World.image(2), "never-ready", ""));
    world.eventually(() -> assertThat(commandPods(world, 2)).hasSize(1));
    String running = commandPods(world, 2).get(0).getMetadata().getUid();

    // When two more are made
    world.app("shop", APP.formatted(World.image(3), "good", ""));
    world.awaitApp("shop", app -> assertThat(app.getStatus().targetRelease()).isEqualTo(3));
    world.app("shop", APP.formatted(World.image(4), "good", ""));

    // Then
    world.awaitApp("shop", app -> assertThat(app.getStatus().targetRelease()).isEqualTo(4));
    assertThat(World.message(world.awaitReconciling("shop", "ReleaseCommandRunning")))
        .contains("release 4 waits for the release command of release 2");
    world.awaitRest();
    assertThat(commandPods(world, 2)).extracting(p -> p.getMetadata().getUid()).contains(running);
    assertThat(World.releaseOf(world.get(Deployment.class, "shop-web"))).isEqualTo(1);
    assertThat(started(world, start)).containsExactly("shop-release-1", "shop-release-2");

    // When it ends
    heal(world, 2);

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 4);
    assertThat(noteOf(world, 2)).isEqualTo("Succeeded");
    assertThat(started(world, start))
        .containsExactly("shop-release-1", "shop-release-2", "shop-release-4");
    assertThat(app.getStatus().releases())
        .extracting(ReleaseStatus::outcome)
        .containsExactly(
            ReleaseOutcome.Current,
            ReleaseOutcome.Superseded,
            ReleaseOutcome.Superseded,
            ReleaseOutcome.Superseded);
    world.eventually(
        () ->
            assertThat(world.all(Job.class))
                .singleElement()
                .satisfies(job -> assertThat(Labels.releaseOf(job)).isEqualTo(4)));
  }

  @Test
  void anImageThatCannotBeHadDoesNotBlockItsFix(World world) {
    // Given
    given(world);
    world.app("shop", APP.formatted(World.image(1), "image-pull-error", ""));
    world.awaitApp("shop", app -> assertThat(World.message(app)).contains("ImagePullBackOff"));

    // When
    world.app("shop", APP.formatted(World.image(2), "good", ""));

    // Then
    world.awaitRelease("shop", 2);
    world.eventually(() -> assertThat(world.get(Job.class, "shop-release-1")).isNull());
  }

  @Test
  void whoDeletesItsJobEndsIt(World world) {
    // Given
    given(world);
    world.app("shop", APP.formatted(World.image(1), "never-ready", ""));
    world.awaitReconciling("shop", "ReleaseCommandRunning");
    world.eventually(() -> assertThat(noteOf(world, 1)).isEqualTo("Started"));

    // When
    world.somebody("kubectl").deletes(Job.class, "shop-release-1");

    // Then
    assertThat(World.message(world.awaitStalled("shop", "ReleaseFailed")))
        .contains("the Job of its release command was deleted before its end was seen");
    world.awaitRest();
    assertThat(world.all(Job.class)).isEmpty();
  }

  @Test
  void aJobOfThatNameIsLeftAlone(World world) {
    // Given
    given(world);
    world
        .somebody("somebody")
        .applies(
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: shop-release-1}
            spec:
              suspend: true
              template:
                spec: {restartPolicy: Never, containers: [{name: a, image: b}]}
            """);

    // When
    world.app("shop", APP.formatted(World.image(1), "good", ""));

    // Then
    assertThat(World.message(world.awaitStalled("shop", "NameConflict")))
        .contains("Job/shop-release-1");
    assertThat(world.all(Deployment.class)).isEmpty();

    // When
    world.somebody("somebody").deletes(Job.class, "shop-release-1");

    // Then
    world.awaitRelease("shop", 1);
  }

  @Test
  void aCommandThatTheServerRefusesIsTold(World world) {
    given(world);
    world.app(
        "shop",
        APP.formatted(World.image(1), "good", "")
            + "podTemplate: {spec: {restartPolicy: Always}}\n");
    assertThat(World.message(world.awaitStalled("shop", "ObjectRefused")))
        .contains("release command of release 1", "restartPolicy");
    assertThat(world.all(Deployment.class)).isEmpty();
  }

  @Test
  void whereverTheOperatorDiesItRunsOnce(World world) throws InterruptedException {
    // Given
    List<World> worlds = IntStream.range(0, 18).mapToObj(i -> world.elsewhere()).toList();
    worlds.forEach(ReleaseCommandIT::given);
    Map<String, Set<String>> jobs = new ConcurrentHashMap<>();

    // When
    var watch = world.client().batch().v1().jobs().inAnyNamespace().inform(new Created(jobs));
    try {
      for (int i = 0; i < worlds.size(); i++) {
        world.operator().stop();
        world.operator().dyingAfterWrites(i + 1).start();
        worlds.get(i).app("shop", APP.formatted(World.image(1), "good", ""));
        world.operator().awaitDeath();
      }
      world.operator().stop();
      world.operator().immortal().start();

      // Then
      for (World w : worlds) {
        w.awaitRelease("shop", 1);
        assertThat(w.all(ControllerRevision.class)).hasSize(1);
        assertThat(noteOf(w, 1)).isEqualTo("Succeeded");
        assertThat(jobs.get(w.namespace())).as("every Job there ever was").hasSize(1);
        assertThat(commandPods(w, 1)).hasSize(1);
      }
    } finally {
      watch.close();
    }
  }

  /**
   * Collects the uids of all Jobs by namespace; the audit log misses answers cut off by a death.
   */
  private record Created(Map<String, Set<String>> uids) implements ResourceEventHandler<Job> {
    @Override
    public void onAdd(Job job) {
      uids.computeIfAbsent(
              job.getMetadata().getNamespace(), namespace -> ConcurrentHashMap.newKeySet())
          .add(job.getMetadata().getUid());
    }

    @Override
    public void onUpdate(Job before, Job now) {
      onAdd(now);
    }

    @Override
    public void onDelete(Job job, boolean unknown) {
      onAdd(job);
    }
  }

  /** The Jobs the operator has created since, in order. */
  private static List<String> started(World world, Instant since) {
    return world.operatorWrites(since).stream()
        .filter(write -> write.resource().equals("jobs") && write.code() == 201)
        .map(write -> write.name())
        .toList();
  }

  private static String noteOf(World world, int release) {
    return world
        .get(ControllerRevision.class, "shop-r" + release)
        .getMetadata()
        .getAnnotations()
        .get(Labels.COMMAND);
  }

  private static List<Pod> commandPods(World world, int release) {
    return world.all(Pod.class).stream()
        .filter(pod -> pod.getMetadata().getLabels().containsKey(Labels.RELEASE_COMMAND))
        .filter(pod -> Labels.releaseOf(pod) == release)
        .toList();
  }

  /** Lets the command of a release end well. */
  private static void heal(World world, int release) {
    for (Pod pod : commandPods(world, release)) {
      world.edit(
          Pod.class,
          pod.getMetadata().getName(),
          p -> {
            p.getMetadata().getAnnotations().put(BEHAVIOUR, "good");
            return p;
          });
    }
  }

  @AfterEach
  void leaveAnOperatorBehind(World world) {
    world.operator().stop();
    world.operator().immortal().start();
  }
}
