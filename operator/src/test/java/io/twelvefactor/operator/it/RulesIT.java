package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.Verdict;
import io.twelvefactor.operator.rules.Level;
import io.twelvefactor.operator.rules.NamespaceTerms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator holds to the rules by itself, and neither it nor the policies disturb what runs. */
@ExtendWith(OperatorExtension.class)
class RulesIT {
  private static final String GOOD = "{image: '%s', replicas: 2}".formatted(World.IMAGE);
  private static final String BAD = "{image: 'shop:2', replicas: 2}";
  private static final String SENTENCE =
      "build-release-run/digest: spec.image shop:2: no digest, so it can be another image tomorrow";

  @Test
  void withoutPoliciesTheRolloutIsHeld(World world) {
    enforced(world);
    // Given
    world.app("shop", GOOD);
    world.awaitRelease("shop", 1);
    List<String> running = pods(world);

    // When
    world.app("shop", BAD);

    // Then
    TwelveFactorApp app = world.awaitStalled("shop", "RuleBroken");
    assertThat(World.message(app)).startsWith("RuleBroken: " + SENTENCE);
    assertThat(World.condition(app, "Available")).contains("True");
    assertThat(verdict(app)).isEqualTo(Verdict.Fail);
    assertThat(app.getStatus().currentRelease()).isEqualTo(1);
    assertThat(world.all(ControllerRevision.class)).hasSize(1);
    assertThat(pods(world)).isEqualTo(running);
    world.eventually(
        () ->
            assertThat(world.events("shop"))
                .anyMatch(e -> e.startsWith("RuleBroken: " + SENTENCE)));

    // When
    world.app("shop", "{image: '%s', replicas: 2}".formatted(World.image(2)));

    // Then
    world.awaitRelease("shop", 2);
  }

  @Test
  void aNewAppThatBreaksARuleIsNotBegun(World world) {
    enforced(world);
    world.app("shop", BAD);
    world.awaitStalled("shop", "RuleBroken");
    assertThat(world.all(Deployment.class)).isEmpty();
    assertThat(world.all(ControllerRevision.class)).isEmpty();
  }

  @Test
  void theNamespaceSaysHowStrictly(World world) {
    // Given
    world.label(Level.LABEL, "warn");
    world.app("shop", BAD);
    world.awaitRelease("shop", 1);
    assertThat(verdict(world.get("shop"))).isEqualTo(Verdict.Fail);
    List<String> running = pods(world);

    // When it becomes strict, what runs is left alone
    world.label(Level.LABEL, "deny");
    world.app("other", BAD);
    world.awaitStalled("other", "RuleBroken");
    assertThat(World.condition(world.get("shop"), "Ready")).contains("True");
    assertThat(pods(world)).isEqualTo(running);

    // When the rule may be waived, and is
    world.annotate(NamespaceTerms.WAIVERS_ALLOWED, "build-release-run/digest");
    world.app(
        "other",
        "{image: 'shop:2', replicas: 2, waivers: [{rule: build-release-run/digest, reason: see ticket 42}]}");

    // Then
    TwelveFactorApp waived = world.awaitRelease("other", 1);
    assertThat(verdict(waived)).isEqualTo(Verdict.Waived);

    // When the waiver has expired, the next release is held and this one runs on
    world.app(
        "other",
        "{image: 'shop:3', replicas: 2, waivers: [{rule: build-release-run/digest, reason: see ticket 42, expires: '2020-01-31'}]}");
    TwelveFactorApp expired = world.awaitStalled("other", "RuleBroken");
    assertThat(World.message(expired)).endsWith("; its waiver expired on 2020-01-31");
    assertThat(expired.getStatus().currentRelease()).isEqualTo(1);
  }

  @Test
  void aWaiverTheNamespaceDoesNotAllowIsNoExcuse(World world) {
    enforced(world);
    world.app(
        "shop",
        "{image: 'shop:2', replicas: 2, waivers: [{rule: build-release-run/digest, reason: see ticket 42}]}");
    assertThat(World.message(world.awaitStalled("shop", "RuleBroken")))
        .contains("its waiver does not count");
  }

  @Test
  void aStricterPolicyLocksNothing(World world) {
    // Given an app that breaks a rule, from before there were policies
    world.label(Level.LABEL, "off");
    world.app("shop", BAD);
    world.awaitRelease("shop", 1);
    List<String> running = pods(world);
    try (InstalledPolicies policies = new InstalledPolicies(world.controlPlane())) {
      // When
      policies.adopt(world.client(), world.namespace());
      world.label(Level.LABEL, "deny");

      // Then a change of its spec must comply
      world.eventually(
          () -> {
            KubernetesClientException refusal =
                catchThrowableOfType(
                    KubernetesClientException.class,
                    () -> world.app("shop", "{image: 'shop:2', replicas: 3}"));
            assertThat(refusal).isNotNull();
            assertThat(refusal.getMessage()).contains(SENTENCE);
          });
      // Then labels, finalizers and the status can still be written, and nothing was restarted
      Somebody team = world.somebody("team");
      team.patchesJson(
          TwelveFactorApp.class,
          "shop",
          "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"a\":\"b\"}}]");
      team.patchesJson(
          TwelveFactorApp.class,
          "shop",
          "[{\"op\":\"add\",\"path\":\"/metadata/finalizers\",\"value\":[\"example.com/wait\"]}]");
      world.awaitReady("shop");
      assertThat(verdict(world.get("shop"))).isEqualTo(Verdict.Fail);
      assertThat(pods(world)).isEqualTo(running);

      // Then it can be deleted, finalizer and all
      team.deletes(TwelveFactorApp.class, "shop");
      team.patchesJson(
          TwelveFactorApp.class, "shop", "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]");
      world.eventually(() -> assertThat(world.get("shop")).isNull());

      // Then one that complies is taken
      world.app("shop", GOOD);
      world.awaitReady("shop");
    }
  }

  /** A namespace as it is made by people: it says nothing, so the rules are taken strictly. */
  private static void enforced(World world) {
    world.label(Level.LABEL, null);
  }

  private static Verdict verdict(TwelveFactorApp app) {
    return app.getStatus().factors().get(4).verdict();
  }

  private static List<String> pods(World world) {
    return world.all(Pod.class).stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .map(pod -> pod.getMetadata().getUid())
        .sorted()
        .toList();
  }
}
