package io.twelvefactor.operator.it;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.operator.gitops.DeployRepository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Does to the API server what Flux's kustomize-controller does, as its code does it: takes over
 * from kubectl, applies under its field manager with its labels, and prunes.
 */
final class KustomizeController {
  /** The labels that Flux puts on what it applies. */
  static final Map<String, String> MARKS =
      Map.of(
          "kustomize.toolkit.fluxcd.io/name", "shop",
          "kustomize.toolkit.fluxcd.io/namespace", "flux-system");

  private static final String MANAGER = "kustomize-controller";

  private KustomizeController() {}

  /** One reconciliation of a directory of the repository. */
  static void sync(DeployRepository git, String deploy, World world)
      throws IOException, InterruptedException {
    List<HasMetadata> wanted =
        world
            .client()
            .load(new ByteArrayInputStream(git.rendered(deploy).getBytes(StandardCharsets.UTF_8)))
            .items();
    for (HasMetadata object : wanted) {
      object.getMetadata().setLabels(MARKS);
      // The operator may write the status at the same moment.
      await()
          .atMost(World.PATIENCE)
          .ignoreException(KubernetesClientException.class)
          .untilAsserted(() -> takeOver(world, object));
      world.client().resource(object).fieldManager(MANAGER).forceConflicts().serverSideApply();
    }
    prune(world, wanted.stream().map(object -> object.getMetadata().getName()).toList());
  }

  /** Flux goes by an inventory; here what it applied is told by its labels. */
  private static void prune(World world, List<String> kept) {
    world
        .client()
        .configMaps()
        .inNamespace(world.namespace())
        .withLabels(MARKS)
        .list()
        .getItems()
        .stream()
        .filter(map -> !kept.contains(map.getMetadata().getName()))
        .forEach(map -> world.client().resource(map).delete());
  }

  /**
   * What managers own whose names begin with kubectl becomes Flux's own, so that the apply which
   * follows removes it unless Git has it (fluxcd/pkg, ssa/patch.go).
   */
  private static void takeOver(World world, HasMetadata wanted) {
    HasMetadata live = world.client().resource(wanted).get();
    if (live == null) {
      return;
    }
    List<ManagedFieldsEntry> entries = live.getMetadata().getManagedFields();
    List<ManagedFieldsEntry> theirs =
        entries.stream()
            .filter(entry -> entry.getManager().startsWith("kubectl"))
            .filter(entry -> entry.getSubresource() == null)
            .toList();
    ManagedFieldsEntry own =
        entries.stream()
            .filter(entry -> entry.getManager().equals(MANAGER))
            .findFirst()
            .orElseThrow();
    for (ManagedFieldsEntry entry : theirs) {
      merge(
          own.getFieldsV1().getAdditionalProperties(),
          entry.getFieldsV1().getAdditionalProperties());
      entries.remove(entry);
    }
    if (!theirs.isEmpty()) {
      world.client().resource(live).update();
    }
  }

  @SuppressWarnings("unchecked")
  private static void merge(Map<String, Object> into, Map<String, Object> more) {
    more.forEach(
        (field, below) ->
            into.merge(
                field,
                below,
                (one, other) -> {
                  merge((Map<String, Object>) one, (Map<String, Object>) other);
                  return one;
                }));
  }
}
