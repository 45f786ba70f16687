package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.ReleaseStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.release.ReleaseInputs;
import io.twelvefactor.operator.release.Templates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Going back brings code and config back together, and stays there until it is told otherwise. */
@ExtendWith(OperatorExtension.class)
class RollbackIT {
  private static final String APP =
      """
      image: %s
      processes: [{name: web, port: 8080}]
      config: {sources: [{configMapRef: {name: flags}}]}
      backingServices:
      - {name: table, type: dynamodb, values: {tableName: "%s"}, env: [{name: TABLE, key: tableName}]}
      adminProcesses: [{name: console, command: [console]}]
      release: {historyLimit: 6%s}
      """;

  private static String app(int image, String table, String more) {
    return APP.formatted(World.image(image), table, more);
  }

  /** What a release's pods and config are, as bytes. */
  private record Made(String templates, Map<String, Map<String, String>> config) {}

  @Test
  void everyKeptReleaseComesBackAsItWas(World world) {
    // Given ten releases by image, config and binding, the first half by an older operator
    Map<Integer, Made> made = new LinkedHashMap<>();
    world.operator().stop();
    world.operator().withRenderer(RollbackIT::renderedBefore).start();
    int image = 1;
    int table = 1;
    world.config("flags", "FLAG", "1");
    world.app("shop", app(image, "t" + table, ""));
    world.awaitRelease("shop", 1);
    made.put(1, made(world, 1));
    for (int number = 2; number <= 10; number++) {
      if (number == 7) {
        world.operator().stop();
        world.operator().withRenderer(new PodTemplates()).start();
      }
      switch (number % 3) {
        case 0 -> image++;
        case 1 -> table++;
        default -> world.config("flags", "FLAG", String.valueOf(number));
      }
      world.app("shop", app(image, "t" + table, ""));
      world.awaitRelease("shop", number);
      made.put(number, made(world, number));
    }
    world.awaitRest();
    assertThat(numbers(world)).as("bounded").containsExactly(10, 9, 8, 7, 6, 5, 4);
    assertThat(made.get(4).templates()).contains("rendered-before");
    assertThat(configs(world)).isEqualTo(referredTo(world));

    // When each of them is gone back to, the oldest first
    int next = 11;
    for (int back : List.of(4, 5, 6, 7, 8, 9)) {
      world.app("shop", app(image, "t" + table, ", rollbackTo: " + back));

      // Then
      TwelveFactorApp app = world.awaitRelease("shop", next);
      ReleaseStatus release = app.getStatus().releases().get(0);
      assertThat(release.cause()).isEqualTo("rollback to release " + back);
      assertThat(release.manager()).isEqualTo("team");
      assertThat(release.secretsCurrent()).isNull();
      assertThat(app.getStatus().pinnedTo()).isEqualTo(back);
      Made again = made(world, next);
      String label = "\"" + Labels.RELEASE + "\":\"%d\"";
      assertThat(again.templates().replace(label.formatted(next), label.formatted(back)))
          .as("release %d again", back)
          .isEqualTo(made.get(back).templates());
      assertThat(again.config()).isEqualTo(made.get(back).config());
      made.put(next, again);
      next++;
    }
    world.awaitRest();
    assertThat(numbers(world)).hasSizeLessThanOrEqualTo(8);
    assertThat(configs(world)).isEqualTo(referredTo(world));
  }

  @Test
  void pinnedMeansThatEditsWait(World world) {
    // Given
    world.config("flags", "FLAG", "1");
    world.app("shop", app(1, "t", ""));
    world.awaitRelease("shop", 1);
    world.app("shop", app(2, "t", ""));
    world.awaitRelease("shop", 2);

    // When
    world.app("shop", app(2, "t", ", rollbackTo: 1"));

    // Then
    world.awaitRelease("shop", 3);
    assertThat(imageOf(world)).isEqualTo(World.image(1));

    // When image, config and the operator change
    world.app("shop", app(3, "other", ", rollbackTo: 1"));
    world.config("flags", "FLAG", "2");
    world.operator().restart();
    world.app("shop", app(4, "other", ", rollbackTo: 1"));

    // Then
    TwelveFactorApp pinned = world.awaitRelease("shop", 3);
    world.awaitRest();
    assertThat(numbers(world)).containsExactly(3, 2, 1);
    assertThat(imageOf(world)).isEqualTo(World.image(1));
    assertThat(World.condition(pinned, "Pinned")).contains("True");
    assertThat(pinned.getStatus().conditions())
        .filteredOn(c -> c.type().equals("Pinned"))
        .singleElement()
        .satisfies(c -> assertThat(c.message()).contains("pinned to release 1"));

    // When the value changes to the number that runs, and to another one
    world.app("shop", app(4, "other", ", rollbackTo: 3"));
    world.awaitApp("shop", app -> assertThat(app.getStatus().pinnedTo()).isEqualTo(3));
    world.awaitRelease("shop", 3);
    world.app("shop", app(4, "other", ", rollbackTo: '2'"));

    // Then
    world.awaitRelease("shop", 4);
    assertThat(imageOf(world)).isEqualTo(World.image(2));

    // When it is unpinned
    world.app("shop", app(4, "other", ""));

    // Then
    TwelveFactorApp free = world.awaitRelease("shop", 5);
    assertThat(imageOf(world)).isEqualTo(World.image(4));
    assertThat(World.condition(free, "Pinned")).isEmpty();
    assertThat(free.getStatus().pinnedTo()).isNull();
    assertThat(numbers(world)).containsExactly(5, 4, 3, 2, 1);
  }

  @Test
  void unpinningToWhatRunsRestartsNothing(World world) {
    // Given
    world.secret("keys", "KEY", "one");
    String spec = "{image: '%s', replicas: 1, config: {sources: [{secretRef: {name: keys}}]}%s}";
    world.app("shop", spec.formatted(World.image(1), ""));
    world.awaitRelease("shop", 1);
    world.app("shop", spec.formatted(World.image(2), ""));
    world.awaitRelease("shop", 2);
    world.secret("keys", "KEY", "two");
    world.awaitRelease("shop", 3);

    // When
    world.app("shop", spec.formatted(World.image(2), ", release: {rollbackTo: 1}"));

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 4);
    assertThat(app.getStatus().releases().get(0).secretsCurrent()).isTrue();
    assertThat(app.getStatus().releases().get(1).secretsCurrent()).isNull();
    List<String> pods = pods(world);

    // When
    world.app("shop", spec.formatted(World.image(1), ""));
    world.awaitApp("shop", a -> assertThat(World.condition(a, "Pinned")).isEmpty());
    world.awaitRest();

    // Then
    assertThat(world.get("shop").getStatus().currentRelease()).isEqualTo(4);
    assertThat(pods(world)).isEqualTo(pods);
  }

  @Test
  void anUnknownReleaseIsToldAndNothingMoves(World world) {
    // Given
    world.config("flags", "FLAG", "1");
    world.app("shop", app(1, "t", ", rollbackTo: 12"));

    // Then where nothing ran the spec is followed
    world.awaitApp("shop", app -> assertThat(app.getStatus().currentRelease()).isEqualTo(1));
    TwelveFactorApp app = world.awaitStalled("shop", "RollbackTargetMissing");
    assertThat(World.message(app)).contains("no release 12", "there are: 1");
    assertThat(World.condition(app, "Available")).contains("True");
    assertThat(World.condition(app, "Pinned")).contains("False");
    List<String> pods = pods(world);

    // When
    world.app("shop", app(2, "t", ", rollbackTo: 12"));
    world.awaitStalled("shop", "RollbackTargetMissing");
    world.awaitRest();

    // Then
    assertThat(pods(world)).isEqualTo(pods);
    assertThat(numbers(world)).containsExactly(1);

    // When
    world.app("shop", app(2, "t", ""));

    // Then
    world.awaitRelease("shop", 2);
  }

  @Test
  void lostConfigOfTheNamedReleaseHoldsTheRollback(World world) {
    // Given
    world.config("flags", "FLAG", "1");
    world.app("shop", app(1, "t", ""));
    world.awaitRelease("shop", 1);
    String copy = frozenFlags(world);
    world.config("flags", "FLAG", "2");
    world.awaitRelease("shop", 2);
    world.somebody("kubectl").deletes(ConfigMap.class, copy);

    // When
    world.app("shop", app(1, "t", ", rollbackTo: 1"));

    // Then
    TwelveFactorApp app = world.awaitStalled("shop", "ConfigLost");
    assertThat(World.message(app)).contains("release 1", copy);
    assertThat(app.getStatus().currentRelease()).isEqualTo(2);
    assertThat(numbers(world)).containsExactly(2, 1);

    // When the content is there again
    world.config("flags", "FLAG", "1");

    // Then
    world.awaitRelease("shop", 3);
    assertThat(world.get(ConfigMap.class, copy).getData()).containsEntry("FLAG", "1");
  }

  @Test
  void theNamedReleaseIsNotCollected(World world) {
    // Given
    String spec = "{image: '%s', replicas: 1, release: {historyLimit: 1%s}}";
    world.app("shop", spec.formatted(World.image(1), ""));
    world.awaitRelease("shop", 1);
    world.app("shop", spec.formatted(World.image(2), ""));
    world.awaitRelease("shop", 2);

    // When
    world.app("shop", spec.formatted(World.image(2), ", rollbackTo: 1"));
    world.awaitRelease("shop", 3);
    world.awaitRest();

    // Then
    assertThat(numbers(world)).containsExactly(3, 2, 1);

    // When what it was made for is no longer asked for
    world.app("shop", spec.formatted(World.image(3), ""));
    world.awaitRelease("shop", 4);

    // Then
    world.eventually(() -> assertThat(numbers(world)).containsExactly(4, 3));
    assertThat(world.get("shop").getStatus().releases())
        .extracting(ReleaseStatus::outcome)
        .containsExactly(ReleaseOutcome.Current, ReleaseOutcome.Superseded);
  }

  @Test
  void whereverTheOperatorDiesItIsMadeOnce(World world) throws InterruptedException {
    // Given
    String spec = "{image: '%s', replicas: 1%s}";
    List<World> worlds = IntStream.range(0, 8).mapToObj(i -> world.elsewhere()).toList();
    for (int image : List.of(1, 2)) {
      worlds.forEach(w -> w.app("shop", spec.formatted(World.image(image), "")));
      worlds.forEach(w -> w.awaitRelease("shop", image));
    }

    // When
    for (int i = 0; i < worlds.size(); i++) {
      world.operator().stop();
      world.operator().dyingAfterWrites(i + 1).start();
      worlds.get(i).app("shop", spec.formatted(World.image(2), ", release: {rollbackTo: 1}"));
      world.operator().awaitDeath();
    }
    world.operator().stop();
    world.operator().immortal().start();

    // Then
    for (World w : worlds) {
      w.awaitRelease("shop", 3);
      assertThat(numbers(w)).containsExactly(3, 2, 1);
      assertThat(imageOf(w)).isEqualTo(World.image(1));
    }
  }

  private static Templates renderedBefore(ReleaseInputs inputs, int number) {
    Templates templates = new PodTemplates().render(inputs, number);
    templates
        .all()
        .forEach(
            t -> t.getMetadata().setAnnotations(Map.of("example.com/renderer", "rendered-before")));
    return templates;
  }

  /** The templates and the frozen config of the release that runs. */
  private static Made made(World world, int number) {
    Deployment web = world.get(Deployment.class, "shop-web");
    // Admin processes follow once the release runs.
    world.eventually(
        () ->
            assertThat(consoleOf(world).getMetadata().getLabels())
                .containsEntry(Labels.RELEASE, String.valueOf(number)));
    PodTemplateSpec console = consoleOf(world);
    String templates =
        Stream.of(web.getSpec().getTemplate(), console)
            .map(world.client().getKubernetesSerialization()::asJson)
            .reduce("", String::concat);
    Map<String, Map<String, String>> config = new LinkedHashMap<>();
    world.all(ConfigMap.class).stream()
        .filter(map -> templates.contains(map.getMetadata().getName()))
        .forEach(map -> config.put(map.getMetadata().getName(), map.getData()));
    assertThat(config).hasSizeGreaterThanOrEqualTo(2);
    return new Made(templates, config);
  }

  private static PodTemplateSpec consoleOf(World world) {
    return world
        .get(io.fabric8.kubernetes.api.model.batch.v1.CronJob.class, "shop-console")
        .getSpec()
        .getJobTemplate()
        .getSpec()
        .getTemplate();
  }

  private static Set<String> configs(World world) {
    Set<String> names = new HashSet<>();
    world.all(ConfigMap.class).stream()
        .filter(map -> map.getMetadata().getLabels() != null)
        .filter(map -> map.getMetadata().getLabels().containsKey(Labels.CONTENT))
        .forEach(map -> names.add(map.getMetadata().getName()));
    return names;
  }

  /** The frozen config that a kept release, or a ReplicaSet, still refers to. */
  private static Set<String> referredTo(World world) {
    List<Object> referrers = new ArrayList<>(world.all(ControllerRevision.class));
    referrers.addAll(world.all(io.fabric8.kubernetes.api.model.apps.ReplicaSet.class));
    String all = world.client().getKubernetesSerialization().asJson(referrers);
    Set<String> names = configs(world);
    names.removeIf(name -> !all.contains(name));
    return names;
  }

  private static String frozenFlags(World world) {
    return world.container("shop-web").getEnvFrom().get(0).getConfigMapRef().getName();
  }

  private static String imageOf(World world) {
    return world.container("shop-web").getImage();
  }

  private static List<Integer> numbers(World world) {
    return world.all(ControllerRevision.class).stream()
        .map(record -> record.getRevision().intValue())
        .sorted((a, b) -> b - a)
        .toList();
  }

  private static List<String> pods(World world) {
    return world.all(Pod.class).stream().map(pod -> pod.getMetadata().getUid()).sorted().toList();
  }

  @AfterEach
  void leaveAnOperatorBehind(World world) {
    world.operator().stop();
    world.operator().immortal().withRenderer(new PodTemplates()).start();
  }
}
