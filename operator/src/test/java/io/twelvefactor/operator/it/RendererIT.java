package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.release.ReleaseInputs;
import io.twelvefactor.operator.release.Templates;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An upgrade of the operator restarts nothing: it reaches an app at its next release. */
@ExtendWith(OperatorExtension.class)
class RendererIT {
  private static final String APP =
      """
      image: %s
      processes: [{name: web, port: 8080, replicas: 2}]
      adminProcesses: [{name: backup, command: [backup], schedule: "0 3 * * *"}]
      """;

  @Test
  void otherTemplatesComeWithTheNextRelease(World world) {
    // Given
    world.app("shop", APP.formatted(World.IMAGE));
    world.awaitRelease("shop", 1);
    world.awaitRest();
    long deployment = world.get(Deployment.class, "shop-web").getMetadata().getGeneration();
    long job = world.get(CronJob.class, "shop-backup").getMetadata().getGeneration();

    // When
    Instant upgrade = Instant.now();
    world.operator().withRenderer(RendererIT::render).restart();
    world
        .somebody("kubectl")
        .patches(Deployment.class, "shop-web", "{metadata: {labels: {example.com/touched: x}}}");
    world.awaitRest();

    // Then
    assertThat(world.operatorWrites(upgrade)).isEmpty();
    assertThat(world.get(Deployment.class, "shop-web").getMetadata().getGeneration())
        .isEqualTo(deployment);
    assertThat(world.get(CronJob.class, "shop-backup").getMetadata().getGeneration())
        .isEqualTo(job);

    // When
    world.app("shop", APP.formatted(World.image(2)));

    // Then
    world.awaitRelease("shop", 2);
    assertThat(
            world
                .get(Deployment.class, "shop-web")
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations())
        .containsEntry("example.com/renderer", "new");
    // An admin process follows the current release, from the pass on that finds it current.
    world.eventually(
        () ->
            assertThat(
                    world
                        .get(CronJob.class, "shop-backup")
                        .getSpec()
                        .getJobTemplate()
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getAnnotations())
                .containsEntry("example.com/renderer", "new"));
  }

  private static Templates render(ReleaseInputs inputs, int number) {
    Templates templates = new PodTemplates().render(inputs, number);
    templates
        .processes()
        .values()
        .forEach(t -> t.getMetadata().setAnnotations(Map.of("example.com/renderer", "new")));
    templates
        .adminProcesses()
        .values()
        .forEach(t -> t.getMetadata().setAnnotations(Map.of("example.com/renderer", "new")));
    return templates;
  }
}
