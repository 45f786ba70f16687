package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.cli.Cli.BadInput;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Pace;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Planner;
import io.twelvefactor.operator.release.Unrenderable;
import io.twelvefactor.operator.surround.KindOrder;
import io.twelvefactor.operator.surround.ReleaseJob;
import io.twelvefactor.operator.surround.Surroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code render}: the objects of an app's first release, from the operator's own code. */
@Command(
    name = "render",
    description = {
      "Prints the objects the operator would apply for a new app, as YAML.",
      "ConfigMaps, Secrets and custom resources that the app refers to are read from the same"
          + " files; content of AWS AppConfig is given by --appconfig."
    },
    mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "A file with TwelveFactorApps; - for standard input. May be repeated.")
  private List<String> files;

  @Option(
      names = "--appconfig",
      paramLabel = "[REGION:]APPLICATION/ENVIRONMENT/PROFILE=FILE",
      description =
          "What a Snapshot source holds. The file's name tells how to read it: .json, .yaml, or"
              + " anything else for text. May be repeated.")
  private Map<String, Path> profiles = Map.of();

  @Option(
      names = "--log-image",
      paramLabel = "IMAGE",
      description =
          "The operator's setting twelvefactor.log-image: the image of log sidecars for apps that"
              + " name none.")
  private String logImage;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    Manifests manifests = Manifests.read(files);
    for (TwelveFactorApp app : manifests.apps()) {
      for (HasMetadata object : render(app, manifests)) {
        // asYaml begins each document with its marker
        command.commandLine().getOut().print(YAML.asYaml(object));
      }
    }
    command.commandLine().getOut().flush();
    return 0;
  }

  private List<HasMetadata> render(TwelveFactorApp app, Manifests manifests) {
    if (app.getSpec() == null || app.getSpec().image() == null) {
      throw new BadInput(
          "%s: spec.image is missing: name the image".formatted(app.getMetadata().getName()));
    }
    OfflineFacts offline = new OfflineFacts(manifests, profiles);
    Facts facts = offline.of(app);
    try {
      Plan plan =
          new Planner(new PodTemplates(logImage), Pace.NONE).plan(app, facts, Ledger.of(List.of()));
      if (plan.hold().isPresent() && plan.next().isEmpty()) {
        throw new BadInput(app.getMetadata().getName() + ": " + plan.hold().get().message());
      }
      List<HasMetadata> objects = new ArrayList<>(offline.copies(app, plan, facts));
      List<HasMetadata> around = Surroundings.of(app, plan.arrived(), facts);
      plan.next().ifPresent(release -> around.add(ReleaseJob.of(app, release)));
      around.sort(KindOrder.FOR_APPLY);
      objects.addAll(around);
      // There is no app in a cluster that could own them.
      objects.forEach(object -> object.getMetadata().setOwnerReferences(null));
      return objects;
    } catch (Unrenderable e) {
      throw new BadInput(app.getMetadata().getName() + ": " + e.getMessage());
    }
  }
}
