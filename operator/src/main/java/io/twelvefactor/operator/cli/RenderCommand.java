package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.cli.Cli.BadInput;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Digests;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.observe.References;
import io.twelvefactor.operator.release.ConfigCopy;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Planner;
import io.twelvefactor.operator.release.Unrenderable;
import io.twelvefactor.operator.surround.KindOrder;
import io.twelvefactor.operator.surround.ReleaseJob;
import io.twelvefactor.operator.surround.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
      "ConfigMaps and Secrets that the app refers to are read from the same files."
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

  private static List<HasMetadata> render(TwelveFactorApp app, Manifests manifests) {
    if (app.getSpec() == null || app.getSpec().image() == null) {
      throw new BadInput(
          "%s: spec.image is missing: name the image".formatted(app.getMetadata().getName()));
    }
    Facts facts = Facts.offline(Instant.EPOCH, contents(app, manifests));
    try {
      Plan plan = new Planner(new PodTemplates()).plan(app, facts, Ledger.of(List.of()));
      if (plan.hold().isPresent() && plan.next().isEmpty()) {
        throw new BadInput(app.getMetadata().getName() + ": " + plan.hold().get().message());
      }
      List<HasMetadata> objects = new ArrayList<>(copies(app, plan, manifests));
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

  private static Map<Reference, Content> contents(TwelveFactorApp app, Manifests manifests) {
    Digests digests = new Digests(new byte[] {0}); // nothing made with it is kept or shown
    Map<Reference, Content> contents = new HashMap<>();
    manifests
        .configMaps()
        .forEach(
            map ->
                contents.put(
                    Reference.configMap(map.getMetadata().getName()),
                    new Content(Digests.of(map), keys(map.getData(), map.getBinaryData()))));
    manifests
        .secrets()
        .forEach(
            secret ->
                contents.put(
                    Reference.secret(secret.getMetadata().getName()),
                    new Content(
                        digests.of(secret), keys(secret.getData(), secret.getStringData()))));
    contents.keySet().retainAll(References.of(app.getSpec()));
    return contents;
  }

  private static java.util.Set<String> keys(Map<String, String> one, Map<String, String> other) {
    java.util.Set<String> keys = new java.util.TreeSet<>();
    if (one != null) {
      keys.addAll(one.keySet());
    }
    if (other != null) {
      keys.addAll(other.keySet());
    }
    return keys;
  }

  private static List<ConfigMap> copies(TwelveFactorApp app, Plan plan, Manifests manifests) {
    return plan.involved()
        .flatMap(release -> ConfigCopy.of(release.inputs()).stream())
        .map(copy -> copy(app, copy, manifests))
        .toList();
  }

  private static ConfigMap copy(TwelveFactorApp app, ConfigCopy copy, Manifests manifests) {
    ConfigMap source =
        manifests.configMaps().stream()
            .filter(map -> map.getMetadata().getName().equals(copy.source().name()))
            .findFirst()
            .orElseThrow();
    ConfigMap frozen = copy.of(app.getMetadata().getName(), source);
    frozen.getMetadata().setNamespace(app.getMetadata().getNamespace());
    return frozen;
  }
}
