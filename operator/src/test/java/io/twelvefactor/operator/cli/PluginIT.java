package io.twelvefactor.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.it.OperatorExtension;
import io.twelvefactor.operator.it.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands of the plugin against a real API server, as a user calls them. */
@ExtendWith(OperatorExtension.class)
class PluginIT {
  private static final String SHOP =
      """
      image: %s
      config: {sources: [{configMapRef: {name: flags}}], env: [{name: MODE, value: not-told}]}
      processes: [{name: web, port: 8080}, {name: worker, command: [work]}]
      adminProcesses: [{name: backup, command: [backup]}]
      """;

  @Test
  void showsHowAnAppStands(World world) {
    // Given
    shop(world, 1);
    world.app("shop", SHOP.formatted(World.image(2)));
    world.awaitRelease("shop", 2);

    // Then
    assertThat(plugin(world, "status", "shop"))
        .contains(
            "shop in %s: release 2 runs".formatted(world.namespace()),
            "processes  web 1/1, worker 1/1",
            "12   admin-processes",
            "shown to hold: ");
    assertThat(plugin(world, "why", "shop"))
        .startsWith("Nothing holds shop: release 2 runs since 20");
    assertThat(plugin(world, "releases", "shop").lines().toList())
        .hasSize(3)
        .element(1)
        .asString()
        .startsWith("2         Current      sha256:000000000000")
        .endsWith("changed: image");
    assertThat(plugin(world, "diff", "shop", "1", "2"))
        .isEqualTo(
            "release 1 -> release 2\n~ image: %s -> %s\n"
                .formatted(World.image(1), World.image(2)));
    assertThat(plugin(world, "env", "shop"))
        .contains(
            "FLAG   ConfigMap flags",
            "MODE   spec.config.env",
            "PORT   the process type's port: web 8080")
        .doesNotContain("not-told");
  }

  @Test
  void saysWhatHoldsAnApp(World world) {
    world.app(
        "shop",
        "{image: '%s', replicas: 1, config: {sources: [{secretRef: {name: keys}}]}}"
            .formatted(World.IMAGE));
    world.awaitReconciling("shop", "ConfigMissing");

    assertThat(plugin(world, "why", "shop"))
        .contains(
            "shop: ConfigMissing (under way)",
            "Secret keys does not exist",
            "users  nothing runs yet");
    Call env = call(world, "env", "shop");
    assertThat(env.status()).isEqualTo(1);
    assertThat(env.errors()).contains("no release of shop has become current yet");
  }

  @Test
  void namesThePodsThatDoNotRun(World world) {
    world.app(
        "shop",
        "{image: '%s', replicas: 1, podMetadata: {annotations: {kwok.twelvefactor.io/behaviour: crash}}}"
            .formatted(World.IMAGE));
    world.awaitReconciling("shop", "Releasing");

    world.eventually(
        () ->
            assertThat(plugin(world, "why", "shop"))
                .containsPattern(
                    "pod    shop-web-\\S+: CrashLoopBackOff, last exit code 1; kubectl logs shop-web-\\S+ --previous"));
  }

  @Test
  void scalesSuspendsAndResumes(World world) {
    // Given
    shop(world, 1);

    // When
    assertThat(plugin(world, "scale", "shop", "worker=3", "web=2"))
        .contains("worker runs 3", "web runs 2");

    // Then
    world.awaitApp("shop", app -> assertThat(app.getStatus().processesReady()).isEqualTo("5/5"));
    world.awaitRelease("shop", 1);
    // When
    assertThat(plugin(world, "suspend", "shop")).contains("shop is suspended");
    // Then
    world.awaitApp("shop", app -> assertThat(World.condition(app, "Suspended")).contains("True"));
    assertThat(plugin(world, "why", "shop"))
        .contains("Suspended (switched off)", "next   kubectl twelvefactor resume");
    // When
    assertThat(plugin(world, "resume", "shop")).contains("looked after again");
    // Then
    world.awaitApp("shop", app -> assertThat(World.condition(app, "Suspended")).isEmpty());
    assertThat(world.get("shop").getSpec().suspend()).isNull();
    assertThat(world.get("shop").getMetadata().getManagedFields())
        .anyMatch(entry -> entry.getManager().equals("twelvefactor-plugin"));
  }

  @Test
  void restartsWithoutARelease(World world) {
    // Given
    shop(world, 1);
    // When
    assertThat(plugin(world, "restart", "shop", "--process", "worker").strip())
        .isEqualTo("worker restarts");
    // Then
    world.awaitRelease("shop", 1);
    world.awaitRest();
    assertThat(restartedAt(world, "shop-worker")).isNotNull();
    assertThat(restartedAt(world, "shop-web")).isNull();
    assertThat(world.get("shop").getStatus().releases()).hasSize(1);
  }

  @Test
  void runsAnAdminProcessAndACommand(World world) {
    // Given
    shop(world, 1);

    // When there is no kubelet, there is no log, and the rest is as ever
    Call backup = call(world, "run", "shop", "backup");
    Call command = call(world, "run", "shop", "--process-type", "worker", "--", "rake", "-T", "db");
    Call detached = call(world, "run", "shop", "--detach", "--", "backup");

    // Then
    assertThat(backup.errors()).contains("AdminRun shop-backup-", "its log could not be read: ");
    assertThat(backup.status()).isZero();
    assertThat(command.errors()).contains("AdminRun shop-run-");
    assertThat(command.status()).isZero();
    assertThat(detached.status()).isZero();
    assertThat(world.get(AdminRun.class, detached.output().strip()).getSpec().command())
        .containsExactly("backup");
    assertThat(world.all(AdminRun.class))
        .anySatisfy(
            run -> {
              assertThat(run.getSpec().command()).containsExactly("rake", "-T", "db");
              assertThat(run.getSpec().processType()).isEqualTo("worker");
            })
        .anySatisfy(run -> assertThat(run.getSpec().process()).isEqualTo("backup"));
  }

  @Test
  void endsAsTheCommandDid(World world) {
    world.app(
        "shop",
        "{image: '%s', replicas: 0, podMetadata: {annotations: {kwok.twelvefactor.io/behaviour: fail}}}"
            .formatted(World.IMAGE));
    world.awaitReady("shop");

    Call call = call(world, "run", "shop", "--", "false");

    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errors()).contains("exit code 1; kubectl logs -n " + world.namespace());
  }

  @Test
  void whatGitHoldsIsChangedInGit(World world) {
    // Given
    shop(world, 1);
    world.edit(
        TwelveFactorApp.class,
        "shop",
        app -> {
          app.getMetadata().setLabels(Map.of("kustomize.toolkit.fluxcd.io/name", "apps"));
          return app;
        });

    // When
    Call scale = call(world, "scale", "shop", "worker=3");
    Call rollback = call(world, "rollback", "shop", "1");

    // Then
    assertThat(scale.status()).isEqualTo(3);
    assertThat(scale.output())
        .isEqualTo(
            """
            Nothing was changed: Flux (Kustomization apps) keeps %s/shop as Git has it and would take the change back.
            Make it in Git, in the manifest of TwelveFactorApp shop:

              spec:
                processes:
                - name: worker
                  replicas: 3

            (--force changes the cluster all the same.)
            """
                .formatted(world.namespace()));
    assertThat(rollback.status()).isEqualTo(3);
    assertThat(rollback.output()).contains("  spec:\n    release:\n      rollbackTo: 1\n");
    assertThat(world.get("shop").getSpec().processes().get(1).replicas()).isNull();
    // When
    assertThat(plugin(world, "scale", "shop", "worker=3", "--force")).contains("worker runs 3");
    // Then
    assertThat(world.get("shop").getSpec().processes().get(1).replicas()).isEqualTo(3);
  }

  @Test
  void goesBackAndForth(World world) {
    // Given
    shop(world, 1);
    world.app("shop", SHOP.formatted(World.image(2)));
    world.awaitRelease("shop", 2);

    // When
    assertThat(plugin(world, "rollback", "shop", "1")).contains("shop goes back to release 1");

    // Then
    assertThat(world.awaitRelease("shop", 3).getStatus().releases().get(0).image())
        .isEqualTo(World.image(1));

    // When
    assertThat(plugin(world, "rollback", "shop", "--clear")).contains("follows its spec again");

    // Then
    assertThat(world.awaitRelease("shop", 4).getStatus().releases().get(0).image())
        .isEqualTo(World.image(2));
  }

  @Test
  void promotesApprovesAndRecords(World staging) {
    // Given
    World production = staging.elsewhere();
    production
        .client()
        .namespaces()
        .withName(production.namespace())
        .edit(
            namespace -> {
              namespace
                  .getMetadata()
                  .setAnnotations(Map.of("twelvefactor.io/promote-from", "*/shop, record"));
              return namespace;
            });
    staging.app("shop", "{image: '%s', replicas: 1}".formatted(World.image(2)));
    staging.awaitRelease("shop", 1);
    String spec =
        "{image: '%s', replicas: 1, parity: {approval: Required, promotedFrom: {namespace: %s, name: shop}}}";
    production.app("shop", spec.formatted(World.image(1), staging.namespace()));
    production.awaitReconciling("shop", "AwaitingPromotion");
    assertThat(complaint(production, "approve", "shop"))
        .startsWith("no release of shop waits for approval");

    // When
    assertThat(plugin(production, "promote", "shop"))
        .contains(
            "shop has the image of %s/shop: %s".formatted(staging.namespace(), World.image(2)));
    production.awaitReconciling("shop", "AwaitingApproval");
    assertThat(complaint(production, "approve", "shop", "--release", "2"))
        .isEqualTo("it is release 1 that waits, and not 2");
    // Then
    assertThat(plugin(production, "approve", "shop"))
        .contains(" approves release 1 of shop (sha256:");
    production.awaitRelease("shop", 1);
    assertThat(plugin(production, "promote", "shop")).contains("has the image of");
    // And what is recorded is a source
    String record = plugin(staging, "record", "shop");
    assertThat(record).contains("digest: ", "release: 1");
    production.app("copy", "image: %s\nreplicas: 1\n%s".formatted(World.image(2), record));
    production.awaitRelease("copy", 1);
  }

  @Test
  void saysWhatIsWrongInOneLine(World world) {
    shop(world, 1);
    assertThat(complaint(world, "status", "nobody"))
        .isEqualTo(
            "there is no TwelveFactorApp 'nobody' in namespace %s; `kubectl get tfa -A` lists them"
                .formatted(world.namespace()));
    assertThat(complaint(world, "diff", "shop", "1", "9"))
        .isEqualTo("there is no release 9 of shop; kept are: 1");
    assertThat(complaint(world, "rollback", "shop", "9"))
        .isEqualTo("there is no release 9 of shop; kept are: 1");
    assertThat(complaint(world, "rollback", "shop"))
        .isEqualTo("name the release to go back to, or give --clear; not both");
    assertThat(complaint(world, "run", "shop", "nothing"))
        .startsWith("shop has no admin process 'nothing' (it has: [backup])");
    assertThat(complaint(world, "run", "shop", "rake", "db"))
        .isEqualTo(
            "one admin process is run at a time; to run a command, put it after --: run shop -- rake db");
    assertThat(complaint(world, "scale", "shop", "clock=1"))
        .isEqualTo("the app has no process type 'clock' (it has: web, worker)");
    assertThat(complaint(world, "scale", "shop", "web=-1"))
        .contains("spec.processes[0].replicas", "should be greater than or equal to 0");
    assertThat(complaint(world, "status", "shop", "--context", "elsewhere"))
        .startsWith("there is no context 'elsewhere' in the kubeconfig");
    assertThat(complaint(world, "logs", "shop", "--process", "clock"))
        .startsWith("no pod of shop's process clock");
  }

  private static void shop(World world, int image) {
    world.config("flags", "FLAG", "not-told");
    world.app("shop", SHOP.formatted(World.image(image)));
    world.awaitRelease("shop", 1);
  }

  private static String restartedAt(World world, String deployment) {
    var annotations =
        world
            .get(Deployment.class, deployment)
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getAnnotations();
    return annotations == null ? null : annotations.get("kubectl.kubernetes.io/restartedAt");
  }

  /** What a command that succeeds prints. */
  private static String plugin(World world, String... arguments) {
    Call call = call(world, arguments);
    assertThat(call.errors()).isEmpty();
    assertThat(call.status()).isZero();
    return call.output();
  }

  private static String complaint(World world, String... arguments) {
    Call call = call(world, arguments);
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.output()).isEmpty();
    assertThat(call.errors().strip().lines()).hasSize(1);
    return call.errors().strip();
  }

  /** Options come first, since what stands after -- is the command's. */
  private static Call call(World world, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        1,
        List.of(
            "--kubeconfig",
            world.controlPlane().kubeconfig().toString(),
            "--namespace",
            world.namespace()));
    return Call.of(all.toArray(String[]::new));
  }
}
