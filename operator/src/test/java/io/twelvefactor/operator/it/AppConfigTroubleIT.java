package io.twelvefactor.operator.it;

import static io.twelvefactor.operator.it.World.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.testkit.AppConfigStub;
import io.twelvefactor.appconfig.testkit.AppConfigStub.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong with AppConfig, on a server that keeps its rules and fails as it is told. */
@ExtendWith(OperatorExtension.class)
class AppConfigTroubleIT {
  private static final ConfigurationId MAIN = new ConfigurationId("Shop", "Prod", "Main");

  private final AppConfigAtHand appConfig = new AppConfigAtHand();
  private AppConfigStub aws;

  @BeforeEach
  void start() throws IOException {
    aws = stub(0);
    aws.deploy(MAIN, "v1", "{\"colour\": \"blue\"}");
  }

  @AfterEach
  void stop() {
    aws.close();
    appConfig.close();
  }

  private AppConfigStub stub(int port) throws IOException {
    AppConfigStub stub = new AppConfigStub(appConfig.clock(), port);
    stub.interval(AppConfigAtHand.INTERVAL);
    return stub;
  }

  private void running(World world) {
    appConfig.join(world.operator(), aws.endpoint(), Duration.ZERO, world.namespace() + "=Shop");
    world.app("shop", spec(World.IMAGE));
    world.awaitRelease("shop", 1);
  }

  private static String spec(String image) {
    return """
    image: %s
    replicas: 1
    config:
      sources: [{appConfig: {application: Shop, environment: Prod, profile: Main, delivery: Snapshot}}]
    """
        .formatted(image);
  }

  @ParameterizedTest
  @EnumSource
  void nothingRollsAndTheConditionSaysWhy(Fault fault, World world) {
    // Given
    running(world);

    // When
    aws.play(fault, fault, fault);

    // Then
    world.eventually(
        () -> {
          TwelveFactorApp app = world.get("shop");
          assertThat(condition(app, "ConfigSynced")).contains("False");
          assertThat(synced(app).message())
              .contains("what was read last stays in use")
              .doesNotContain("blue");
          assertThat(condition(app, "Ready")).contains("True");
        });

    // When it is over
    aws.deploy(MAIN, "v2", "{\"colour\": \"green\"}");

    // Then
    TwelveFactorApp app = world.awaitRelease("shop", 2);
    world.eventually(
        () -> assertThat(condition(world.get("shop"), "ConfigSynced")).contains("True"));
    assertThat(app.getStatus().config().get(0).version()).isEqualTo("v2");
    assertThat(world.all(ControllerRevision.class)).hasSize(2);
  }

  @Test
  void contentThatCannotBeUsedRollsNothing(World world) {
    // Given
    running(world);
    long generation = world.get(Deployment.class, "shop-web").getMetadata().getGeneration();

    for (String bad :
        List.of(
            "{\"colour\": \"sec",
            "[\"sec\"]",
            "{\"sec-ret\": 1, \"sec_ret\": 2}",
            "{\"1sec\": true}",
            "{\"port\": 9}")) {
      // When
      aws.deploy(MAIN, bad, bad);

      // Then
      world.eventually(
          () -> {
            TwelveFactorApp app = world.get("shop");
            assertThat(app.getStatus().config().get(0).version()).isEqualTo(bad);
            assertThat(condition(app, "ConfigSynced")).contains("False");
            assertThat(synced(app).message()).contains("AppConfig Shop/Prod/Main: version ");
            assertThat(condition(app, "Ready")).contains("True");
          });
    }
    assertThat(world.all(ControllerRevision.class)).hasSize(1);
    assertThat(world.get(Deployment.class, "shop-web").getMetadata().getGeneration())
        .isEqualTo(generation);

    // When it can be used again, as it was
    aws.deploy(MAIN, "v3", "{\"colour\": \"blue\"}");

    // Then there was never a change
    world.eventually(
        () -> assertThat(condition(world.get("shop"), "ConfigSynced")).contains("True"));
    world.awaitRest();
    assertThat(world.all(ControllerRevision.class)).hasSize(1);
  }

  @Test
  void whatWasReadLastSurvivesAnOutageAndARestart(World world) throws IOException {
    // Given
    running(world);
    int port = aws.endpoint().getPort();

    // When AppConfig is gone, the operator starts anew, and the app changes
    aws.close();
    world.operator().restart();
    world.app("shop", spec(World.image(2)));

    // Then the new release has the old content
    TwelveFactorApp app = world.awaitRelease("shop", 2);
    assertThat(app.getStatus().releases().get(0).cause()).isEqualTo("changed: image");
    assertThat(app.getStatus().config().get(0).version()).isEqualTo("v1");
    world.eventually(
        () -> assertThat(condition(world.get("shop"), "ConfigSynced")).contains("False"));

    // When AppConfig is back with another content
    aws = stub(port);
    aws.deploy(MAIN, "v2", "{\"colour\": \"green\"}");

    // Then
    world.awaitRelease("shop", 3);
    world.eventually(
        () -> assertThat(condition(world.get("shop"), "ConfigSynced")).contains("True"));
  }

  @Test
  void sharedProfilesAreReadOnce(World world) {
    // Given
    int apps = 500;
    int profiles = 5;
    IntStream.range(0, profiles)
        .forEach(i -> aws.deploy(new ConfigurationId("Shop", "Prod", "P" + i), "v1", "{\"a\": 1}"));
    appConfig.join(world.operator(), aws.endpoint(), Duration.ZERO, world.namespace() + "=Shop");
    for (int i = 0; i < apps; i++) {
      world.app(
          "shop-" + i,
          """
          image: %s
          replicas: 0
          config:
            sources: [{appConfig: {application: Shop, environment: Prod, profile: P%d, delivery: Snapshot}}]
          """
              .formatted(World.IMAGE, i % profiles));
    }
    for (int i = 0; i < apps; i++) {
      world.awaitRelease("shop-" + i, 1);
    }
    assertThat(aws.started()).isEqualTo(profiles);
    assertThat(world.operator().feed().sessions()).isEqualTo(profiles);

    // When the operator starts anew
    world.operator().restart();
    world.eventually(() -> assertThat(world.operator().feed().sessions()).isEqualTo(profiles));
    world.awaitRest();

    // Then it reads each profile once more, and then as often as the interval says
    assertThat(aws.started()).isEqualTo(2 * profiles);
    Instant from = appConfig.clock().instant();
    int before = aws.calls().size();
    world.eventually(() -> assertThat(aws.calls().size() - before).isGreaterThan(8 * profiles));
    double intervals =
        (double) Duration.between(from, appConfig.clock().instant()).toMillis()
            / AppConfigAtHand.INTERVAL.toMillis();
    assertThat(aws.calls().size() - before).isLessThanOrEqualTo((int) (profiles * (intervals + 1)));
    assertThat(aws.calls()).as("none came early").allMatch(call -> call.matches(".* 20[01]"));

    // Nobody after this shall start an operator over so many apps
    world.client().namespaces().withName(world.namespace()).delete();
  }

  private static Condition synced(TwelveFactorApp app) {
    return app.getStatus().conditions().stream()
        .filter(c -> c.type().equals("ConfigSynced"))
        .findFirst()
        .orElseThrow();
  }
}
