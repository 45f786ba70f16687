package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.cli.Cli.BadInput;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.observe.Ownership;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseRecord;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * The app that a command is about, and where to answer.
 *
 * @param client as the user
 * @param app as it is in the cluster
 * @param out for what was asked
 * @param err for what goes on meanwhile
 */
record Target(KubernetesClient client, TwelveFactorApp app, PrintWriter out, PrintWriter err) {
  /**
   * The field manager of what the user changes through this. It does not begin with kubectl: Flux
   * takes over what managers of that prefix own, and removes of it what Git does not have
   * (fluxcd/pkg, ssa: PatchReplaceFieldsManagers), so that not even a forced rollback would stay.
   */
  static final String FIELD_MANAGER = "twelvefactor-plugin";

  static Target find(KubernetesClient client, String name, CommandLine command) {
    TwelveFactorApp app =
        client
            .resources(TwelveFactorApp.class)
            .inNamespace(client.getNamespace())
            .withName(name)
            .get();
    if (app == null) {
      throw new BadInput(
          "there is no TwelveFactorApp '%s' in namespace %s; `kubectl get tfa -A` lists them"
              .formatted(name, client.getNamespace()));
    }
    return new Target(client, app, command.getOut(), command.getErr());
  }

  String name() {
    return app.getMetadata().getName();
  }

  String namespace() {
    return app.getMetadata().getNamespace();
  }

  /** The releases that are kept. */
  Ledger ledger() {
    return Ledger.of(
        client
            .resources(ControllerRevision.class)
            .inNamespace(namespace())
            .withLabels(Labels.ofApp(name()))
            .list()
            .getItems()
            .stream()
            .filter(record -> Ownership.controls(app, record))
            .map(ReleaseRecord::read)
            .toList());
  }

  /** The release that runs. */
  Release current() {
    return ledger()
        .current()
        .orElseThrow(
            () ->
                new BadInput(
                    "no release of %s has become current yet; `kubectl twelvefactor why %s` says why"
                        .formatted(name(), name())));
  }

  /** The release of a number. */
  Release release(int number) {
    Ledger ledger = ledger();
    return ledger.releases().stream()
        .filter(release -> release.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    "there is no release %d of %s; kept are: %s"
                        .formatted(
                            number,
                            name(),
                            ledger.releases().stream()
                                .map(release -> String.valueOf(release.number()))
                                .collect(
                                    Collectors.collectingAndThen(
                                        Collectors.joining(", "),
                                        kept -> kept.isEmpty() ? "none" : kept)))));
  }

  /** The app with all its fields, also those that this version does not know. */
  GenericKubernetesResource untyped() {
    return resource().get();
  }

  /** Changes the app; as untyped as it is read, so that a field that the cluster knows is kept. */
  GenericKubernetesResource patch(PatchType type, String patch) {
    PatchContext.Builder context =
        new PatchContext.Builder()
            .withPatchType(type)
            .withFieldManager(FIELD_MANAGER)
            .withFieldValidation("Strict");
    if (type == PatchType.SERVER_SIDE_APPLY) {
      context.withForce(true);
    }
    return resource().patch(context.build(), patch);
  }

  private Resource<GenericKubernetesResource> resource() {
    return client
        .genericKubernetesResources(app.getApiVersion(), app.getKind())
        .inNamespace(namespace())
        .withName(name());
  }
}
