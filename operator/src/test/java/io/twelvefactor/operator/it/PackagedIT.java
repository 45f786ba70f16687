package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.twelvefactor.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that is shipped, as a process of its own, with a token of its own ServiceAccount. */
class PackagedIT {
  private static final String ACCOUNT = "twelvefactor-operator";

  @TempDir static Path directory;

  private static ControlPlane controlPlane;
  private static OperatorProcess operator;

  @BeforeAll
  static void start() {
    // The apps of the classes before it are more than its memory is meant for, and in its metrics.
    controlPlane = ControlPlane.another("packaged");
    controlPlane.installCrd();
    new TestOperator(controlPlane).close(); // grants the shipped roles
    controlPlane
        .client()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .withNamespace(TestOperator.NAMESPACE)
                .endMetadata()
                .build())
        .serverSideApply();
    operator =
        new OperatorProcess(controlPlane, TestOperator.NAMESPACE, ACCOUNT, Map.of(), directory);
  }

  @AfterAll
  static void stop() {
    operator.close();
    controlPlane.down();
  }

  @Test
  void reconcilesIsHealthyMeasuresAndLooksAgainByItself() throws IOException {
    operator.awaitReady();
    World world = new World(controlPlane, null, controlPlane.namespace("packaged"));

    // When an app is whole, and another waits for something
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.app(
        "waiting",
        "{image: '%s', replicas: 1, config: {sources: [{secretRef: {name: keys}}]}}"
            .formatted(World.IMAGE));

    // Then
    world.awaitRelease("shop", 1);
    world.awaitReconciling("waiting", "ConfigMissing");
    assertThat(operator.get("/q/metrics"))
        .contains("custom_resources{controller_name=\"twelvefactorapp\"}")
        .contains("custom_resources{controller_name=\"adminrun\"}");
    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(operator.get("/q/metrics"))
                    .contains("twelvefactor_leader 1.0")
                    .contains("twelvefactor_appconfig_sessions 0.0")
                    .contains("twelvefactor_apps{ready=\"True\"} 1.0")
                    .contains("twelvefactor_apps{ready=\"False\"} 1.0")
                    .contains("twelvefactor_apps_stalled 0.0")
                    .contains("twelvefactor_factor_verdicts{factor=\"processes\",verdict=\"Pass\"}")
                    .contains("twelvefactor_config_sources{state=\"failing\"} 0.0"));

    // And nobody says anything, but it looks again after half a minute: the timer is alive
    // (java-operator-sdk's meters would have ended it, see Wiring.SameTags)
    double before = reconciliations();
    assertThat(before).isPositive();
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(reconciliations()).as(operator::log).isGreaterThan(before));
    assertThat(operator.log().replace("VertxException: Thread blocked", "a busy machine"))
        .doesNotContain("ERROR", "Exception");
  }

  /** What the chart's dashboard and alerts ask for. */
  @Test
  void everythingThatIsLookedAtIsMeasured() throws IOException {
    operator.awaitReady();
    World world = new World(controlPlane, null, controlPlane.namespace("measured"));
    world.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    world.awaitApp("shop", app -> assertThat(app.getStatus().conditions()).isNotEmpty());

    Set<String> asked = new TreeSet<>();
    for (String file : List.of("files/monitoring/dashboard.json", "templates/alerts.yaml")) {
      Matcher name =
          Pattern.compile("([a-z]+_[a-z_]+)\\{")
              .matcher(Files.readString(Helm.CHART.resolve(file)));
      while (name.find()) {
        asked.add(name.group(1));
      }
    }
    assertThat(asked).contains("twelvefactor_leader", "reconciliations_queue");
    asked.remove("reconciliations_failure_total"); // not there before the first failure
    assertThat(operator.get("/q/metrics").lines().map(line -> line.replaceAll("[{ ].*", "")))
        .containsAll(asked);
  }

  private static double reconciliations() throws IOException {
    Matcher matcher =
        Pattern.compile("(?m)^reconciliations_success_total\\{[^}]*} ([0-9.E]+)$")
            .matcher(operator.get("/q/metrics"));
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }
}
