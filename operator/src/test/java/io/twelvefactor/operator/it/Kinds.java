package io.twelvefactor.operator.it;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Kinds of other operators: their definitions, who may read them, and what their status says. */
final class Kinds {
  private final World world;

  Kinds(World world) {
    this.world = world;
  }

  /** Defines a kind with a free form. */
  void install(String plural, String group, String version, String kind) {
    String definition =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: %1$s.%2$s
          # Asked for of groups of Kubernetes itself.
          annotations: {api-approved.kubernetes.io: "unapproved, a stand-in of the tests"}
        spec:
          group: %2$s
          scope: Namespaced
          names: {plural: %1$s, kind: %4$s}
          versions:
          - name: %3$s
            served: true
            storage: true
            subresources: {status: {}}
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """
            .formatted(plural, group, version, kind);
    world
        .client()
        .resource(parse(definition, CustomResourceDefinition.class))
        .forceConflicts()
        .serverSideApply();
    world
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(plural + "." + group)
        .waitUntilCondition(
            crd ->
                crd != null
                    && crd.getStatus() != null
                    && crd.getStatus().getConditions() != null
                    && crd.getStatus().getConditions().stream()
                        .anyMatch(
                            c -> c.getType().equals("Established") && c.getStatus().equals("True")),
            World.PATIENCE.toSeconds(),
            TimeUnit.SECONDS);
  }

  /** Removes a kind, if it is there, and what lets the operator read it. */
  void remove(String plural, String group) {
    world.client().rbac().clusterRoles().withName("read-" + plural).delete();
    world
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(plural + "." + group)
        .withTimeout(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)
        .delete();
  }

  /** What an administrator does so that the operator may read a kind. */
  void allow(String plural, String group) {
    String role =
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: read-%1$s, labels: {twelvefactor.io/backing-services: "true"}}
        rules: [{apiGroups: [%2$s], resources: [%1$s], verbs: [list, watch]}]
        """
            .formatted(plural, group);
    world.client().resource(parse(role, ClusterRole.class)).forceConflicts().serverSideApply();
  }

  /** What the kind's own controller says of an object, in YAML. */
  void status(String apiVersion, String kind, String name, String status) {
    String patch =
        world
            .client()
            .getKubernetesSerialization()
            .asJson(Map.of("status", parse("---\n" + status, Map.class)));
    world
        .client()
        .genericKubernetesResources(apiVersion, kind)
        .inNamespace(world.namespace())
        .withName(name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private <T> T parse(String yaml, Class<T> kind) {
    return world.client().getKubernetesSerialization().unmarshal(yaml, kind);
  }
}
