package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Production runs only what staging ran, and what somebody said yes to. */
@ExtendWith(OperatorExtension.class)
class PromotionIT {
  private static final Path EXAMPLE = Path.of("..", "examples", "promotion");

  private static final String PRODUCTION =
      """
      image: %s
      replicas: 1
      config: {env: [{name: MODE, value: %s}]}
      parity: {promotedFrom: {namespace: %s, name: shop}%s}
      """;

  @Test
  void fromStagingByApprovalToProduction(World staging) {
    // Given
    World production = staging.elsewhere();
    allow(production, staging.namespace() + "/*");
    installPolicy(staging.client());
    production.app("shop", production(staging, 1, "a", ", approval: Required"));
    awaitHeld(production, "AwaitingPromotion", "there is no TwelveFactorApp");

    // When staging runs another
    staging.app("shop", "{image: '%s', replicas: 1}".formatted(World.image(2)));
    staging.awaitRelease("shop", 1);
    // Then
    awaitHeld(
        production,
        "AwaitingPromotion",
        "to be promoted is release 1 of %s/shop (sha256:000000000000"
            .formatted(staging.namespace()));
    assertThat(production.all(Deployment.class)).isEmpty();

    // When staging has run it, though it runs another one now
    staging.app("shop", "{image: '%s', replicas: 1}".formatted(World.image(1)));
    staging.awaitRelease("shop", 2);
    staging.app("shop", "{image: '%s', replicas: 1}".formatted(World.image(3)));
    staging.awaitRelease("shop", 3);
    // Then
    awaitHeld(production, "AwaitingApproval", "release 1 (" + digest(1));

    // When
    grant(production, "editor", "twelvefactorapps");
    grant(production, "jo", "releaseapprovals");
    // Then
    assertThat(refusal(production, "editor", "editor")).contains("editor", "cannot create");
    assertThat(refusal(production, "jo", "editor"))
        .contains("you are 'jo', and nobody approves in the name of another");
    assertThat(production.get("shop").getStatus().currentRelease()).isNull();
    // When
    approve(production, "jo", "jo", 1, 1);
    // Then
    TwelveFactorApp app = production.awaitRelease("shop", 1);
    assertThat(app.getStatus().factors().get(9).verdict()).isEqualTo(Verdict.Pass);
    assertThat(app.getStatus().factors().get(9).evidence())
        .contains(
            "ran before as release 2 of %s/shop".formatted(staging.namespace()),
            "release 3 of %s/shop is ahead".formatted(staging.namespace()));

    // When only config changes, staging is not asked, but somebody is
    production.app("shop", production(staging, 1, "b", ", approval: Required"));
    awaitHeld(production, "AwaitingApproval", "release 2 (" + digest(1));
    // Then what runs goes on
    assertThat(World.condition(production.get("shop"), "Available")).contains("True");
    assertThat(World.releaseOf(production.get(Deployment.class, "shop-web"))).isEqualTo(1);
    // When
    approve(production, "jo", "jo", 2, 1);
    // Then
    production.awaitRelease("shop", 2);
  }

  @Test
  void nobodyNamesAStagingOfTheirOwn(World staging) {
    // Given
    World production = staging.elsewhere();
    staging.app("shop", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    staging.awaitRelease("shop", 1);
    production.app("shop", production(staging, 1, "a", ""));
    production.awaitStalled("shop", "PromotionSourceNotAllowed");

    // When
    allow(production, staging.namespace() + "/other");
    awaitHeld(
        production,
        "PromotionSourceNotAllowed",
        "it allows: %s/other".formatted(staging.namespace()));
    allow(production, staging.namespace() + "/shop");

    // Then
    production.awaitRelease("shop", 1);
    // And what it ran may have another config without asking, but no other command
    production.app("shop", production(staging, 1, "b", ""));
    production.awaitRelease("shop", 2);
    production.app(
        "shop",
        "{image: '%s', processes: [{name: web, port: 8080, command: [other]}], parity: {promotedFrom: {namespace: %s, name: shop}}}"
            .formatted(World.IMAGE, staging.namespace()));
    awaitHeld(production, "AwaitingPromotion", "process web runs [other] here and [] there");
    assertThat(World.releaseOf(production.get(Deployment.class, "shop-web"))).isEqualTo(2);
  }

  @Test
  void aRecordComesFromAnotherCluster(World production) {
    // Given
    String spec =
        """
        image: %s
        replicas: 1
        parity:
          promotedFrom:
            record: {digest: "%s", readySince: "2026-01-01T00:00:00Z", processes: [{name: web}]}
        """;
    allow(production, "record");
    // When
    production.app("shop", spec.formatted(World.image(1), digest(2)));
    // Then
    awaitHeld(production, "AwaitingPromotion", "has not run in the recorded app");
    // When
    production.app("shop", spec.formatted(World.image(2), digest(2)));
    // Then
    production.awaitRelease("shop", 1);
  }

  @Test
  void theExampleGoesFromStagingToProduction(World world) throws IOException {
    // Given
    World production = new World(world.controlPlane(), world.operator(), "production");
    installPolicy(world.client());

    // When
    example(world.client(), "namespaces");
    example(world.client(), "production");
    awaitHeld(production, "AwaitingPromotion", "there is no TwelveFactorApp staging/shop");
    example(world.client(), "staging");
    // Then
    awaitHeld(production, "AwaitingApproval", "release 1 (sha256:5f4dcc3b5aa7");

    // When
    Config config = world.controlPlane().config();
    config.setImpersonateUsername("jo@example.com");
    config.setImpersonateGroups("system:authenticated", "releasers");
    try (KubernetesClient jo = new KubernetesClientBuilder().withConfig(config).build()) {
      jo.load(Files.newInputStream(EXAMPLE.resolve("approval.yaml"))).create();
    }
    // Then
    assertThat(production.awaitRelease("shop", 1).getStatus().processesReady()).isEqualTo("3/3");
  }

  private static void example(KubernetesClient admin, String name) throws IOException {
    admin
        .load(Files.newInputStream(EXAMPLE.resolve(name + ".yaml")))
        .items()
        .forEach(object -> admin.resource(object).fieldManager("team").serverSideApply());
  }

  private static String production(World staging, int image, String mode, String more) {
    return PRODUCTION.formatted(World.image(image), mode, staging.namespace(), more);
  }

  private static String digest(int number) {
    return World.image(number).substring(World.image(number).indexOf('@') + 1);
  }

  private static void allow(World world, String sources) {
    world.annotate("twelvefactor.io/promote-from", sources);
  }

  /** Held for as long as a slow machine may take: under way at first, and stalled after a while. */
  private static void awaitHeld(World world, String reason, String message) {
    world.awaitApp(
        "shop",
        app -> {
          assertThat(World.reason(app, "Ready")).as(World.message(app)).contains(reason);
          assertThat(World.message(app)).contains(message);
        });
  }

  private static void installPolicy(KubernetesClient admin) {
    admin
        .load(PromotionIT.class.getResourceAsStream("/policies/release-approval.yaml"))
        .items()
        .forEach(object -> admin.resource(object).forceConflicts().serverSideApply());
  }

  private static void grant(World world, String user, String resource) {
    for (String yaml :
        new String[] {
          "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: %1$s}, rules: [{apiGroups: [twelvefactor.io], resources: [%2$s], verbs: ['*']}]}",
          "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: %1$s}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %1$s}, subjects: [{kind: User, name: %1$s, apiGroup: rbac.authorization.k8s.io}]}"
        }) {
      world.somebody("admin").applies(yaml.formatted(user, resource));
    }
  }

  /** What the server says, once the policy is in force: it follows its creation by a moment. */
  private static String refusal(World world, String user, String approvedBy) {
    String[] said = {""};
    world.eventually(
        () -> {
          KubernetesClientException refusal =
              catchThrowableOfType(
                  KubernetesClientException.class, () -> dryRun(world, user, approvedBy));
          assertThat(refusal).as("%s approves as %s", user, approvedBy).isNotNull();
          assertThat(refusal.getCode()).isEqualTo(403);
          said[0] = refusal.getMessage();
        });
    return said[0];
  }

  private static void dryRun(World world, String user, String approvedBy) {
    try (KubernetesClient client = as(world, user)) {
      client.resource(approval(world, approvedBy, 1, 1)).dryRun().create();
    }
  }

  private static void approve(World world, String user, String name, int release, int image) {
    try (KubernetesClient client = as(world, user)) {
      client.resource(approval(world, name, release, image)).create();
    }
  }

  private static HasMetadata approval(World world, String name, int release, int image) {
    return world
        .client()
        .getKubernetesSerialization()
        .unmarshal(
            "---\n{apiVersion: twelvefactor.io/v1alpha1, kind: ReleaseApproval, metadata: {generateName: yes-, namespace: %s}, spec: {app: shop, release: %d, digest: '%s', approvedBy: %s}}"
                .formatted(world.namespace(), release, digest(image), name));
  }

  private static KubernetesClient as(World world, String user) {
    Config config = world.controlPlane().config();
    config.setImpersonateUsername(user);
    config.setImpersonateGroups("system:authenticated");
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
