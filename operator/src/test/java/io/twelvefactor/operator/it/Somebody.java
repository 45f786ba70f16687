package io.twelvefactor.operator.it;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/** Somebody who is not the operator: a person with kubectl, or another controller. */
final class Somebody {
  private final KubernetesClient client;
  private final String namespace;
  private final String manager;

  Somebody(KubernetesClient client, String namespace, String manager) {
    this.client = client;
    this.namespace = namespace;
    this.manager = manager;
  }

  /** As {@code kubectl patch}, and as {@code kubectl edit}, which sends such a patch. */
  HasMetadata patches(Class<? extends HasMetadata> kind, String name, String yaml) {
    return client
        .resources(kind)
        .inNamespace(namespace)
        .withName(name)
        .patch(context(PatchType.STRATEGIC_MERGE), json(yaml));
  }

  /** As {@code kubectl patch --type json}. */
  HasMetadata patchesJson(Class<? extends HasMetadata> kind, String name, String json) {
    return client
        .resources(kind)
        .inNamespace(namespace)
        .withName(name)
        .patch(context(PatchType.JSON), json);
  }

  /** As {@code kubectl apply --server-side --force-conflicts}. */
  HasMetadata applies(String yaml) {
    HasMetadata object = client.getKubernetesSerialization().unmarshal("---\n" + yaml);
    object.getMetadata().setNamespace(namespace);
    return client.resource(object).fieldManager(manager).forceConflicts().serverSideApply();
  }

  /** As {@code kubectl scale}, or an autoscaler. */
  void scales(Class<? extends HasMetadata> kind, String name, int replicas) {
    client
        .resources(kind)
        .inNamespace(namespace)
        .withName(name)
        .subresource("scale")
        .patch(context(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":%d}}".formatted(replicas));
  }

  /** As {@code kubectl delete}, without waiting. */
  void deletes(Class<? extends HasMetadata> kind, String name) {
    client.resources(kind).inNamespace(namespace).withName(name).delete();
  }

  private String json(String yaml) {
    return client
        .getKubernetesSerialization()
        .asJson(client.getKubernetesSerialization().unmarshal("---\n" + yaml, Map.class));
  }

  private PatchContext context(PatchType type) {
    return new PatchContext.Builder().withPatchType(type).withFieldManager(manager).build();
  }
}
