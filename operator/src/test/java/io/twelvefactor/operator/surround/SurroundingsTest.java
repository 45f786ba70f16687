package io.twelvefactor.operator.surround;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.release.Hold;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.sample.Sample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
  private static final String OLD =
      """
      image: registry.example/shop@sha256:old
      processes:
      - {name: web, port: 8080, replicas: 2, expose: {hosts: [a.example]}}
      - {name: worker, replicas: 3}
      adminProcesses: [{name: backup, args: [old], schedule: "0 3 * * *"}]
      """;
  private static final String NEW =
      """
      image: registry.example/shop@sha256:new
      processes:
      - {name: web, port: 9090, protocol: grpc, replicas: 4, expose: {hosts: [b.example]}}
      - {name: mailer, replicas: 1}
      adminProcesses: [{name: backup, args: [new], schedule: "0 4 * * *"}, {name: tidy, args: [t]}]
      """;

  private final Release current = release(1, OLD, ReleaseOutcome.Current);
  private final Release target = release(2, NEW, ReleaseOutcome.Releasing);

  @Test
  void whileATargetIsHeldTheCurrentReleaseStaysWhole() {
    // Given
    Plan held = Sample.running(current).held(Hold.waiting("ConfigMissing", "no flags"));
    // When
    Surrounded objects = new Surrounded(Sample.app(NEW), held, Sample.facts());
    // Then what belongs to a release is the current one's
    assertThat(objects.of(Deployment.class).keySet()).containsExactly("shop-web", "shop-worker");
    assertThat(objects.of(Deployment.class).values())
        .allSatisfy(d -> assertThat(releaseOf(d)).isEqualTo("1"));
    assertThat(objects.of(CronJob.class).keySet()).containsExactly("shop-backup");
    assertThat(argsOf(objects.of(CronJob.class).get("shop-backup"))).containsExactly("old");
    Service service = objects.of(Service.class).get("shop-web");
    assertThat(service.getSpec().getPorts().get(0).getName()).isEqualTo("http");
    // And what belongs to the app follows the spec
    assertThat(objects.of(Deployment.class).get("shop-web").getSpec().getReplicas()).isEqualTo(4);
    assertThat(objects.of(CronJob.class).get("shop-backup").getSpec().getSchedule())
        .isEqualTo("0 4 * * *");
    Ingress ingress = objects.of(Ingress.class).get("shop-web");
    assertThat(ingress.getSpec().getRules().get(0).getHost()).isEqualTo("b.example");
    assertThat(portOf(ingress)).isEqualTo(service.getSpec().getPorts().get(0).getName());
  }

  @Test
  void whileATargetRollsOutWhatItDropsStays() {
    // When
    Surrounded objects =
        new Surrounded(
            Sample.app(NEW),
            Sample.rollingOut(current, target),
            Sample.facts(live("shop-worker", 7)));
    // Then
    Map<String, Deployment> deployments = objects.of(Deployment.class);
    assertThat(deployments.keySet()).containsExactly("shop-mailer", "shop-web", "shop-worker");
    assertThat(releaseOf(deployments.get("shop-web"))).isEqualTo("2");
    assertThat(releaseOf(deployments.get("shop-mailer"))).isEqualTo("2");
    assertThat(releaseOf(deployments.get("shop-worker"))).isEqualTo("1");
    assertThat(deployments.get("shop-worker").getSpec().getReplicas()).isEqualTo(7);
    assertThat(argsOf(objects.of(CronJob.class).get("shop-backup"))).containsExactly("old");
    assertThat(objects.of(CronJob.class)).doesNotContainKey("shop-tidy");
    Service service = objects.of(Service.class).get("shop-web");
    assertThat(service.getSpec().getPorts().get(0).getName()).isEqualTo("grpc");
    assertThat(portOf(objects.of(Ingress.class).get("shop-web"))).isEqualTo("grpc");
  }

  @Test
  void onceTheTargetIsCurrentWhatItDroppedGoes() {
    // When
    Surrounded objects =
        new Surrounded(
            Sample.app(NEW),
            Sample.running(target.withOutcome(ReleaseOutcome.Current)),
            Sample.facts());
    // Then
    assertThat(objects.of(Deployment.class).keySet()).containsExactly("shop-mailer", "shop-web");
    assertThat(objects.of(CronJob.class).keySet()).containsExactly("shop-backup", "shop-tidy");
    assertThat(argsOf(objects.of(CronJob.class).get("shop-backup"))).containsExactly("new");
  }

  @Test
  void aServiceStaysUntilTheReleaseWithItsPortIsGone() {
    // Given
    Release portless =
        release(2, "processes: [{name: web, replicas: 1}]", ReleaseOutcome.Releasing);
    TwelveFactorApp app = Sample.app("processes: [{name: web, replicas: 1}]");
    // Then
    assertThat(
            new Surrounded(app, Sample.rollingOut(current, portless), Sample.facts())
                .of(Service.class))
        .containsKey("shop-web");
    assertThat(new Surrounded(app, Sample.running(portless), Sample.facts()).of(Service.class))
        .isEmpty();
  }

  @Test
  void withoutAnyReleaseThereIsNothing() {
    Plan nothing =
        new Plan(
            Sample.ledger(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.of(Hold.waiting("ConfigMissing", "x")));
    assertThat(Surroundings.of(Sample.app(NEW), nothing, Sample.facts())).isEmpty();
  }

  @Test
  void scalingAlwaysFollowsTheSpec() {
    // Given
    Plan held = Sample.running(current).held(Hold.stalled("SpecInvalid", "x"));
    TwelveFactorApp stopped = Sample.app(OLD.replace("replicas: 2", "replicas: 0"));
    // Then
    Surrounded objects = new Surrounded(stopped, held, Sample.facts(live("shop-web", 2)));
    assertThat(objects.of(Deployment.class).get("shop-web").getSpec().getReplicas()).isZero();
    assertThat(objects.of(PodDisruptionBudget.class).keySet()).containsExactly("shop-worker");
  }

  @Test
  void anAutoscaledDeploymentIsMadeWithTheLeastAndThenLeftAlone() {
    // Given
    String spec = "processes: [{name: web, autoscaling: {minReplicas: 3, maxReplicas: 9}}]";
    // Then
    assertThat(replicas(spec, Sample.facts())).isEqualTo(3);
    assertThat(replicas(spec, Sample.facts(live("shop-web", 7)))).isNull();
    assertThat(replicas(spec.replace("maxReplicas: 9", "external: true"), Sample.facts()))
        .isEqualTo(3);
    assertThat(
            replicas(
                spec.replace("maxReplicas: 9", "external: true"),
                Sample.facts(live("shop-web", 7))))
        .isNull();
    assertThat(replicas("replicas: 5", Sample.facts(live("shop-web", 7)))).isEqualTo(5);
  }

  @Test
  void anExternalAutoscalerGetsNoneOfOurs() {
    assertThat(
            running("processes: [{name: web, autoscaling: {external: true}}]")
                .of(HorizontalPodAutoscaler.class))
        .isEmpty();
    assertThat(
            running("processes: [{name: web, autoscaling: {maxReplicas: 3}}]")
                .of(HorizontalPodAutoscaler.class)
                .get("shop-web")
                .getSpec()
                .getMinReplicas())
        .isEqualTo(1);
  }

  @Test
  void aSingletonNeverRunsTwice() {
    assertThat(strategy("processes: [{name: web, singleton: true}]")).isEqualTo("Recreate");
    assertThat(strategy("processes: [{name: web, singleton: false}]")).isEqualTo("RollingUpdate");
  }

  @Test
  void oneReplicaHasNoBudget() {
    assertThat(running("replicas: 0").of(PodDisruptionBudget.class)).isEmpty();
    assertThat(running("replicas: 1").of(PodDisruptionBudget.class)).isEmpty();
    assertThat(running("replicas: 2").of(PodDisruptionBudget.class)).containsKey("shop-web");
  }

  @Test
  void comesInTheOrderOfApplying() {
    // When
    List<String> kinds =
        Surroundings.of(
                Sample.app(everything()), Sample.running(Sample.app(everything())), Sample.facts())
            .stream()
            .map(HasMetadata::getKind)
            .distinct()
            .toList();
    // Then
    assertThat(kinds)
        .containsExactly(
            "ServiceAccount",
            "ConfigMap",
            "NetworkPolicy",
            "Service",
            "Ingress",
            "PodDisruptionBudget",
            "CronJob",
            "Deployment",
            "HorizontalPodAutoscaler");
  }

  @Test
  void everyObjectIsTheAppsAndCarriesNoneOfItsMetadata() {
    // Given
    TwelveFactorApp app = Sample.app(everything());
    app.getMetadata().setLabels(Map.of("app.kubernetes.io/part-of", "argo"));
    app.getMetadata().setAnnotations(Map.of("argocd.argoproj.io/tracking-id", "x"));
    // When
    List<HasMetadata> objects = Surroundings.of(app, Sample.running(app), Sample.facts());
    // Then
    assertThat(objects)
        .hasSizeGreaterThan(9)
        .allSatisfy(
            object -> {
              assertThat(object.getMetadata().getNamespace()).isEqualTo("acme");
              assertThat(object.getMetadata().getOwnerReferences())
                  .singleElement()
                  .satisfies(
                      owner -> {
                        assertThat(owner.getUid()).isEqualTo("uid-of-shop");
                        assertThat(owner.getApiVersion()).isEqualTo("twelvefactor.io/v1alpha1");
                        assertThat(owner.getKind()).isEqualTo("TwelveFactorApp");
                        assertThat(owner.getController()).isTrue();
                      });
              assertThat(object.getMetadata().getLabels())
                  .containsEntry(Labels.MANAGED_BY, Labels.OPERATOR)
                  .containsEntry(Labels.APP, "shop");
              assertThat(Sample.yaml(object)).doesNotContain("argo");
            });
  }

  @Test
  void theAppsOwnServiceAccountIsThereWhileAReleaseRunsUnderIt() {
    // Given
    String existing = OLD + "serviceAccount: {name: existing}\n";
    Release other = release(2, existing, ReleaseOutcome.Releasing);
    // Then
    TwelveFactorApp app = Sample.app(existing);
    assertThat(
            new Surrounded(app, Sample.rollingOut(current, other), Sample.facts())
                .of(ServiceAccount.class))
        .containsOnlyKeys("shop");
    assertThat(new Surrounded(app, Sample.running(other), Sample.facts()).of(ServiceAccount.class))
        .isEmpty();
  }

  @Test
  void isPure() {
    TwelveFactorApp app = Sample.app(everything());
    Facts facts = Sample.facts();
    assertThat(Surroundings.of(app, Sample.running(app), facts))
        .isEqualTo(Surroundings.of(app, Sample.running(app), facts));
  }

  static String everything() {
    return """
        processes:
        - {name: web, port: 8080, autoscaling: {minReplicas: 2, maxReplicas: 3}, expose: {}}
        - {name: worker, replicas: 2}
        backingServices: [{name: db, type: pg, values: {a: b}}]
        adminProcesses: [{name: backup, args: [b]}]
        networkPolicy: {}
        """;
  }

  private static Surrounded running(String spec) {
    TwelveFactorApp app = Sample.app(spec);
    return new Surrounded(app, Sample.running(app), Sample.facts());
  }

  private static Integer replicas(String spec, Facts facts) {
    TwelveFactorApp app = Sample.app(spec);
    return new Surrounded(app, Sample.running(app), facts)
        .of(Deployment.class)
        .get("shop-web")
        .getSpec()
        .getReplicas();
  }

  private static String strategy(String spec) {
    return running(spec).of(Deployment.class).get("shop-web").getSpec().getStrategy().getType();
  }

  private static Deployment live(String name, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .endSpec()
        .build();
  }

  private static String releaseOf(Deployment deployment) {
    return deployment.getSpec().getTemplate().getMetadata().getLabels().get(Labels.RELEASE);
  }

  private static List<String> argsOf(CronJob job) {
    return job.getSpec()
        .getJobTemplate()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getArgs();
  }

  private static String portOf(Ingress ingress) {
    return ingress
        .getSpec()
        .getRules()
        .get(0)
        .getHttp()
        .getPaths()
        .get(0)
        .getBackend()
        .getService()
        .getPort()
        .getName();
  }

  private static Release release(int number, String spec, ReleaseOutcome outcome) {
    return Sample.release(number, Sample.app(spec), outcome);
  }
}
