package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.twelvefactor.operator.gitops.DeployRepository;
import io.twelvefactor.testing.ControlPlane;
import io.twelvefactor.testing.ControlPlaneExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The real kustomize with our configuration of it; the real API server takes what comes out. */
@ExtendWith(ControlPlaneExtension.class)
class KustomizeIT {
  private static final String DIGEST = "sha256:" + "0f".repeat(32);

  private static final String KUSTOMIZATION =
      """
      apiVersion: kustomize.config.k8s.io/v1beta1
      kind: Kustomization
      namespace: %s
      namePrefix: eu-
      components: [../../kustomize]
      resources: [all.yaml]
      images:
      - {name: registry.example/shop, newName: mirror.example/shop, newTag: v2, digest: "%s"}
      - {name: registry.example/agent, digest: "%s"}
      labels:
      - pairs: {team: acme}
      configMapGenerator:
      - {name: flags, literals: [A=1]}
      - {name: cache, literals: [A=1]}
      secretGenerator:
      - {name: keys, literals: [A=1]}
      - {name: db, literals: [A=1]}
      - {name: registry, literals: [A=1]}
      - {name: shop-tls, literals: [A=1]}
      """;

  private static final String ALL =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: robot}
      ---
      apiVersion: twelvefactor.io/v1alpha1
      kind: TwelveFactorApp
      metadata: {name: orders}
      spec: {image: "registry.example/orders@%1$s", replicas: 1}
      ---
      apiVersion: twelvefactor.io/v1alpha1
      kind: TwelveFactorApp
      metadata: {name: shop}
      spec:
        image: registry.example/shop
        imagePullSecrets: [{name: registry}]
        serviceAccount: {name: robot}
        config:
          sources:
          - configMapRef: {name: flags}
          - secretRef: {name: keys}
          - appConfig: {application: a, environment: b, profile: c}
          appConfigAgent: {image: registry.example/agent}
        backingServices:
        - {name: cache, type: redis, configMapRef: {name: cache}}
        - {name: db, type: postgres, secretRef: {name: db}}
        - {name: orders, type: http, appRef: {name: orders, process: web}}
        - {name: table, type: dynamodb, objectRef: {apiVersion: dynamodb.services.k8s.aws/v1alpha1, kind: Table, name: shop}}
        processes:
        - name: web
          port: 8080
          expose: {hosts: [shop.example], tls: {secretName: shop-tls}}
        parity: {promotedFrom: {namespace: staging, name: shop}}
      ---
      apiVersion: twelvefactor.io/v1alpha1
      kind: AdminRun
      metadata: {name: look}
      spec: {app: shop, command: [look]}
      ---
      apiVersion: twelvefactor.io/v1alpha1
      kind: ReleaseApproval
      metadata: {name: "yes"}
      spec: {app: shop, release: 1, digest: "%1$s", approvedBy: admin}
      """;

  @TempDir Path directory;

  @Test
  void everyNameAndImageFollows(ControlPlane controlPlane) throws Exception {
    // Given
    controlPlane.installCrd();
    String namespace = controlPlane.namespace("kustomize");
    DeployRepository repository =
        DeployRepository.copy(directory, controlPlane.programs(), controlPlane.kubeconfig());
    repository.write(
        "deploy/all/kustomization.yaml", KUSTOMIZATION.formatted(namespace, DIGEST, DIGEST));
    repository.write("deploy/all/all.yaml", ALL.formatted(DIGEST));

    // When
    String rendered = repository.rendered("deploy/all");

    // Then
    assertThat(rendered)
        .contains(
            "image: mirror.example/shop:v2@" + DIGEST,
            "image: registry.example/agent@" + DIGEST,
            "serviceAccount:\n    name: eu-robot\n",
            "appRef:\n      name: eu-orders\n",
            "app: eu-shop\n  command:",
            "app: eu-shop\n  approvedBy:");
    for (String hashed : List.of("flags", "cache", "keys", "db", "registry", "shop-tls")) {
      assertThat(
              Pattern.compile("[nN]ame: eu-" + hashed + "-[a-z0-9]{10}\n")
                  .matcher(rendered)
                  .results())
          .as("%s itself, and where it is named", hashed)
          .hasSize(2);
    }
    // And what is of another namespace or operator is left, and labels go no deeper
    assertThat(rendered)
        .contains("promotedFrom:\n      name: shop\n      namespace: staging\n")
        .contains("kind: Table\n      name: shop\n")
        .doesNotContain("podMetadata");

    // And the API server takes it
    List<HasMetadata> objects = controlPlane.client().load(stream(rendered)).items();
    assertThat(objects).hasSize(11);
    for (HasMetadata object : objects) {
      assertThat(object.getMetadata().getLabels()).containsEntry("team", "acme");
      controlPlane
          .client()
          .resource(object)
          .inNamespace(namespace)
          .fieldValidation(Validation.STRICT)
          .create();
    }
  }

  private static java.io.InputStream stream(String text) {
    return new java.io.ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
