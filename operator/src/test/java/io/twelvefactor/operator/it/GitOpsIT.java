package io.twelvefactor.operator.it;

import static io.twelvefactor.operator.it.KustomizeController.sync;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.twelvefactor.operator.gitops.DeployRepository;
import io.twelvefactor.operator.gitops.DeployRepository.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The repository in examples/gitops from a built image to production, by its own pipeline's scripts
 * and by what Flux does with it.
 */
@ExtendWith(OperatorExtension.class)
class GitOpsIT {
  private static final String PINNED =
      """
      patches:
      - target: {kind: TwelveFactorApp, name: shop}
        patch: '[{"op": "add", "path": "/spec/release", "value": {"rollbackTo": %d}}]'
      """;

  @TempDir Path directory;

  @Test
  void fromABuiltImageToProduction(World staging) throws Exception {
    // Given
    World production = staging.elsewhere();
    production.annotate("twelvefactor.io/promote-from", staging.namespace() + "/*");
    DeployRepository git = repository(staging, production);

    // When an image was built
    git.run("pipeline/stage", "deploy/staging", "v1.5.0", digest(5)).succeeded();
    // Then
    assertThat(git.read("deploy/staging/image/kustomization.yaml"))
        .contains(
            "newTag: v1.5.0 # {\"$imagepolicy\": \"flux-system:shop:tag\"}\n",
            "digest: " + digest(5) + " # {\"$imagepolicy\": \"flux-system:shop:digest\"}\n");
    assertThat(git.run("pipeline/check", "deploy/staging", "check.sarif").succeeded())
        .contains("0 found in 1 objects");
    assertThat(git.read("check.sarif")).contains("\"version\" : \"2.1.0\"", "\"results\" : [ ]");

    // When
    sync(git, "deploy/staging", staging);
    // Then
    staging.awaitRelease("shop", 1);
    assertThat(staging.get("shop").getSpec().image())
        .isEqualTo("registry.example/shop:v1.5.0@" + digest(5));

    // When
    git.run("pipeline/promote", "deploy/staging", "deploy/production").succeeded();
    // Then
    assertThat(git.read("deploy/production/image/kustomization.yaml"))
        .contains("digest: " + digest(5) + "\n")
        .doesNotContain("$imagepolicy");
    git.run("pipeline/check", "deploy/production").succeeded();
    // When
    sync(git, "deploy/production", production);
    production.awaitReconciling("shop", "AwaitingApproval");
    git.run("kubectl", "twelvefactor", "approve", "shop", "-n", production.namespace()).succeeded();
    // Then
    production.awaitRelease("shop", 1);
    assertThat(wait(git, production, "30s").succeeded()).contains("condition met");
    // And nothing that a tool marks as its own is on what the operator makes
    assertThat(production.get("shop").getMetadata().getLabels())
        .containsAllEntriesOf(KustomizeController.MARKS);
    List<HasMetadata> children = new ArrayList<>(production.all(Deployment.class));
    children.addAll(production.all(Service.class));
    assertThat(children)
        .hasSize(2)
        .allSatisfy(
            child -> {
              assertThat(child.getMetadata().getLabels()).doesNotContainKeys(marks());
              assertThat(child.getMetadata().getOwnerReferences()).hasSize(1);
            });
  }

  @Test
  void aMutableTagIsFoundBeforeItIsMerged(World world) throws Exception {
    // Given
    DeployRepository git = repository(world, world);
    git.edit(
        "deploy/production/image/kustomization.yaml",
        text -> text.replaceAll("  digest: .*\n", ""));
    // When
    Run check = git.run("pipeline/check", "deploy/production", "check.sarif");
    // Then
    assertThat(check.status()).as(check.output()).isEqualTo(1);
    assertThat(check.output()).contains("rendered/production.yaml:", "build-release-run/digest");
    assertThat(git.read("check.sarif")).contains("build-release-run/digest");
    // And what is no digest never gets there
    assertThat(git.run("pipeline/stage", "deploy/staging", "v2", "latest").output())
        .contains("'latest' is no digest");
  }

  @Test
  void goingBackUnderATool(World world) throws Exception {
    // Given two releases by config alone, whose ConfigMaps have names of their own
    DeployRepository git = repository(world, world);
    sync(git, "deploy/staging", world);
    world.awaitRelease("shop", 1);
    git.edit("deploy/staging/kustomization.yaml", text -> text.replace("=new", "=newer"));
    sync(git, "deploy/staging", world);
    world.awaitRelease("shop", 2);
    assertThat(world.all(ConfigMap.class))
        .filteredOn(map -> map.getMetadata().getName().startsWith("flags-"))
        .as("the tool has removed the one before")
        .hasSize(1);

    // When it is gone back in Git
    pin(git, world, 1);
    // Then config is back that is nowhere else any more
    world.awaitRelease("shop", 3);
    assertThat(config(world)).containsEntry("CHECKOUT", "new");

    // When it is taken out of Git
    unpin(git, world);
    // Then
    world.awaitRelease("shop", 4);
    assertThat(config(world)).containsEntry("CHECKOUT", "newer");

    // When somebody goes back at once, past Git
    Run asked = rollback(git, world, "3");
    assertThat(asked.status()).as(asked.output()).isEqualTo(3);
    assertThat(asked.output()).contains("Nothing was changed: Flux (Kustomization shop)");
    rollback(git, world, "3", "--force").succeeded();
    world.awaitRelease("shop", 5);
    sync(git, "deploy/staging", world);
    sync(git, "deploy/staging", world);
    // Then the tool leaves it
    assertThat(world.get("shop").getSpec().release().rollbackTo().getIntVal()).isEqualTo(3);

    // When Git then pins to another one, and no more
    pin(git, world, 2);
    assertThat(world.get("shop").getSpec().release().rollbackTo().getIntVal()).isEqualTo(2);
    unpin(git, world);
    // Then nothing is left of either
    assertThat(world.get("shop").getSpec().release()).isNull();
  }

  @Test
  void nothingIsLeftOfAPinThatWasTakenOut(World world) throws Exception {
    // Given
    DeployRepository git = repository(world, world);
    sync(git, "deploy/staging", world);
    world.awaitRelease("shop", 1);
    // When
    rollback(git, world, "1", "--force").succeeded();
    rollback(git, world, "--clear", "--force").succeeded();
    // Then
    assertThat(world.get("shop").getSpec().release()).isNull();
    // And a pin of Git's can be taken out as well
    pin(git, world, 1);
    unpin(git, world);
    assertThat(world.get("shop").getSpec().release()).isNull();

    // When kubectl pins
    git.run(
            "kubectl",
            "patch",
            "tfa",
            "shop",
            "--type=merge",
            "-p",
            "{\"spec\":{\"release\":{\"rollbackTo\":1}}}",
            "-n",
            world.namespace())
        .succeeded();
    sync(git, "deploy/staging", world);
    // Then the tool takes it back
    assertThat(world.get("shop").getSpec().release()).isNull();
  }

  private static void pin(DeployRepository git, World world, int release) throws Exception {
    git.edit("deploy/staging/kustomization.yaml", text -> text + PINNED.formatted(release));
    sync(git, "deploy/staging", world);
  }

  private static void unpin(DeployRepository git, World world) throws Exception {
    git.edit(
        "deploy/staging/kustomization.yaml", text -> text.substring(0, text.indexOf("patches:")));
    sync(git, "deploy/staging", world);
  }

  private static Run rollback(DeployRepository git, World world, String... arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("kubectl", "twelvefactor", "rollback", "shop", "-n", world.namespace()));
    command.addAll(List.of(arguments));
    return git.run(command.toArray(String[]::new));
  }

  @Test
  void kubectlWaitsForTheNewestSpec(World world) throws Exception {
    // Given
    DeployRepository git = repository(world, world);
    sync(git, "deploy/staging", world);
    world.awaitRelease("shop", 1);
    // When nobody has looked at the newest
    world.operator().stop();
    git.run("pipeline/stage", "deploy/staging", "v1.6.0", digest(6)).succeeded();
    sync(git, "deploy/staging", world);
    // Then
    assertThat(wait(git, world, "2s").output()).contains("timed out");
    // When
    world.operator().start();
    // Then
    wait(git, world, "60s").succeeded();
    assertThat(world.get("shop").getStatus().currentRelease()).isEqualTo(2);
  }

  private static Run wait(DeployRepository git, World world, String timeout) throws Exception {
    return git.run(
        "kubectl",
        "wait",
        "--for=condition=Ready",
        "tfa/shop",
        "--timeout=" + timeout,
        "-n",
        world.namespace());
  }

  private DeployRepository repository(World staging, World production) throws Exception {
    DeployRepository git =
        DeployRepository.copy(
            directory, staging.controlPlane().programs(), staging.controlPlane().kubeconfig());
    git.edit(
        "deploy/staging/kustomization.yaml",
        text -> text.replace("namespace: staging", "namespace: " + staging.namespace()));
    git.edit(
        "deploy/production/kustomization.yaml",
        text -> text.replace("namespace: production", "namespace: " + production.namespace()));
    git.edit(
        "deploy/production/shop.yaml",
        text ->
            text.replace("namespace: staging", "namespace: " + staging.namespace())
                .replace("readyForSeconds: 600", "readyForSeconds: 1"));
    return git;
  }

  private static Map<String, String> config(World world) {
    String name = world.container("shop-web").getEnvFrom().get(0).getConfigMapRef().getName();
    return world.get(ConfigMap.class, name).getData();
  }

  private static String[] marks() {
    return KustomizeController.MARKS.keySet().toArray(String[]::new);
  }

  private static String digest(int number) {
    return World.image(number).substring(World.image(number).indexOf('@') + 1);
  }
}
