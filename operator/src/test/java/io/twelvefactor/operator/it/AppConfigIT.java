package io.twelvefactor.operator.it;

import static io.twelvefactor.operator.it.World.condition;
import static io.twelvefactor.operator.it.World.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.twelvefactor.api.v1alpha1.ConfigSourceStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.testkit.EmulatorProcess;
import io.twelvefactor.appconfig.testkit.MinistackAppConfig;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Content of AppConfig, as the emulator of its control and data plane deploys it. */
@ExtendWith(OperatorExtension.class)
class AppConfigIT {
  private static final AppConfigAtHand APPCONFIG = new AppConfigAtHand();
  private static EmulatorProcess emulator;
  private static MinistackAppConfig aws;

  @BeforeAll
  static void start() {
    emulator = EmulatorProcess.start("ministack");
    aws = new MinistackAppConfig(emulator.endpoint());
  }

  @AfterAll
  static void stop() {
    emulator.close();
    APPCONFIG.close();
  }

  private static String shop(String source) {
    return """
    image: %s
    replicas: 1
    config:
      sources: [{appConfig: {%s}}]
    """
        .formatted(World.IMAGE, source);
  }

  private static void join(World world, Duration configInterval) {
    APPCONFIG.join(
        world.operator(), emulator.endpoint(), configInterval, world.namespace() + "=Shop*/Prod");
  }

  @Test
  void everyDeploymentIsOneReleaseAndARevertBringsTheOldContent(World world) {
    // Given a profile that nothing was deployed to
    ConfigurationId ids = aws.create("Shop", "Prod", "Main");
    join(world, Duration.ZERO);
    world.app(
        "shop", shop("application: Shop, environment: Prod, profile: Main, delivery: Snapshot"));
    world.awaitReconciling("shop", "ConfigSourceUnavailable");
    assertThat(world.all(ControllerRevision.class)).isEmpty();

    // When it is deployed
    aws.deploy(ids, "v1", "{\"colour\": \"blue\", \"cache\": {\"maxAge\": 30}}");

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 1);
    assertThat(config(world).getData())
        .containsOnly(
            org.assertj.core.api.Assertions.entry("COLOUR", "blue"),
            org.assertj.core.api.Assertions.entry("CACHE_MAX_AGE", "30"));
    assertThat(config(world).getImmutable()).isTrue();
    assertThat(source(app).version()).isEqualTo("v1");
    assertThat(condition(app, "ConfigSynced")).contains("True");
    String first = config(world).getMetadata().getName();

    // When it is changed
    aws.deploy(ids, "v2", "{\"colour\": \"green\", \"cache\": {\"maxAge\": 30}}");

    // Then
    app = world.awaitRelease("shop", 2);
    assertThat(app.getStatus().releases().get(0).cause())
        .isEqualTo("changed: config of AppConfig Shop/Prod/Main");
    assertThat(config(world).getData()).containsEntry("COLOUR", "green");
    assertThat(source(app).version()).isEqualTo("v2");

    // When it is reverted
    aws.deploy(ids, "v1", "{\"colour\": \"blue\", \"cache\": {\"maxAge\": 30}}");

    // Then
    world.awaitRelease("shop", 3);
    assertThat(config(world).getMetadata().getName()).isEqualTo(first);
    world.awaitRest();
    assertThat(world.all(ControllerRevision.class)).hasSize(3);
  }

  @Test
  void tenChangesInASecondAreTwoReleasesAtMost(World world) {
    // Given
    ConfigurationId ids = aws.create("Shop-storm", "Prod", "Main");
    aws.deploy(ids, "v0", "{\"n\": 0}");
    world.config("flags", "FLAG", "0");
    join(world, Duration.ofSeconds(4));
    world.app(
        "shop",
        """
        image: %s
        replicas: 1
        config:
          sources:
          - appConfig: {application: Shop-storm, environment: Prod, profile: Main, delivery: Snapshot}
          - configMapRef: {name: flags}
        """
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // When
    for (int i = 1; i <= 10; i++) {
      world.config("flags", "FLAG", String.valueOf(i));
      aws.deploy(ids, "v" + i, "{\"n\": %d}".formatted(i));
    }

    // Then
    world.eventually(
        () -> {
          TwelveFactorApp app = world.get("shop");
          assertThat(source(app).version()).isEqualTo("v10");
          assertThat(condition(app, "Ready")).contains("True");
          assertThat(condition(app, "ConfigSynced")).contains("True");
        });
    world.awaitRest();
    assertThat(world.all(ControllerRevision.class)).hasSizeBetween(2, 3);
    assertThat(
            world.container("shop-web").getEnvFrom().stream()
                .map(from -> world.get(ConfigMap.class, from.getConfigMapRef().getName()))
                .flatMap(map -> map.getData().values().stream()))
        .containsExactly("10", "10");
  }

  @Test
  void aFlappingSourceMakesNoStorm(World world) {
    // Given
    world.config("flags", "FLAG", "0");
    join(world, Duration.ofSeconds(1));
    world.app(
        "shop",
        """
        image: %s
        replicas: 1
        config: {sources: [{configMapRef: {name: flags}}]}
        """
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 1);

    // When it goes on changing
    int[] changes = {0};
    world.eventually(
        () -> {
          world.config("flags", "FLAG", String.valueOf(++changes[0]));
          assertThat(reason(world.get("shop"), "ConfigSynced")).contains("ConfigFlapping");
        });

    // Then
    assertThat(changes[0]).isGreaterThan(world.all(ControllerRevision.class).size());
    TwelveFactorApp app = world.get("shop");
    assertThat(World.message(app)).contains("Look for what changes it").contains("ConfigMap flags");

    // When a person changes the spec, that does not wait
    world.app(
        "shop",
        """
        image: %s
        replicas: 1
        config: {sources: [{configMapRef: {name: flags}}]}
        """
            .formatted(World.image(2)));
    world.eventually(
        () ->
            assertThat(world.get("shop").getStatus().releases().get(0).image())
                .isEqualTo(World.image(2)));
  }

  @Test
  void theAppItselfReadsWhatIsLive(World world) {
    // Given
    ConfigurationId ids = aws.create("Shop-live", "Prod", "Main");
    aws.deploy(ids, "v1", "{\"colour\": \"blue\"}");
    join(world, Duration.ZERO);

    // When
    world.app(
        "shop", shop("application: Shop-live, environment: Prod, profile: Main, prefix: SHOP_"));

    // Then it is told what to read
    world.awaitRelease("shop", 1);
    assertThat(world.container("shop-web").getEnv())
        .contains(
            new EnvVar("SHOP_APPLICATION", "Shop-live", null),
            new EnvVar("SHOP_ENVIRONMENT", "Prod", null),
            new EnvVar("SHOP_PROFILE", "Main", null));

    // When it changes, the status says so, and nothing rolls
    aws.deploy(ids, "v2", "{\"colour\": \"green\"}");
    world.eventually(() -> assertThat(source(world.get("shop")).version()).isEqualTo("v2"));
    world.awaitRest();
    assertThat(world.all(ControllerRevision.class)).hasSize(1);
  }

  @Test
  void aNamespaceReadsWhatItsAdministratorAllows(World world) {
    // Given
    ConfigurationId ids = aws.create("Payroll", "Prod", "Main");
    aws.deploy(ids, "v1", "{\"salary\": 1}");
    join(world, Duration.ZERO);

    // When
    world.app(
        "shop", shop("application: Payroll, environment: Prod, profile: Main, delivery: Snapshot"));

    // Then
    TwelveFactorApp app = world.awaitStalled("shop", "ConfigNotAllowed");
    assertThat(World.message(app))
        .contains("spec.config.sources[0].appConfig")
        .contains("namespace %s may not read Payroll/Prod/Main".formatted(world.namespace()))
        .contains("twelvefactor.appconfig.access");
    assertThat(condition(app, "ConfigSynced")).contains("False");
    assertThat(world.operator().feed().sessions()).isZero();

    // When it was allowed, and is not any more, what runs goes on
    world.app(
        "other",
        shop("application: Shop-gone, environment: Prod, profile: Main, delivery: Snapshot"));
    ConfigurationId gone = aws.create("Shop-gone", "Prod", "Main");
    aws.deploy(gone, "v1", "{\"a\": 1}");
    world.awaitRelease("other", 1);
    APPCONFIG.join(world.operator(), emulator.endpoint(), Duration.ZERO, "elsewhere=Shop*");
    app = world.awaitStalled("other", "ConfigNotAllowed");
    assertThat(condition(app, "Available")).contains("True");
    assertThat(app.getStatus().currentRelease()).isEqualTo(1);
  }

  private static ConfigSourceStatus source(TwelveFactorApp app) {
    return app.getStatus().config().get(0);
  }

  private static ConfigMap config(World world) {
    String name = world.container("shop-web").getEnvFrom().get(0).getConfigMapRef().getName();
    return world.get(ConfigMap.class, name);
  }
}
