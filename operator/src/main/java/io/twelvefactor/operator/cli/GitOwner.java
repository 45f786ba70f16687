package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The GitOps tool that keeps an app as Git has it, and would take a change by hand back.
 *
 * @param tool as its people call it
 * @param source what of the tool holds the app, or how that was seen
 */
record GitOwner(String tool, String source) {
  private static final String FLUX_KUSTOMIZE = "kustomize.toolkit.fluxcd.io/name";
  private static final String FLUX_HELM = "helm.toolkit.fluxcd.io/name";
  private static final String ARGO_TRACKING = "argocd.argoproj.io/tracking-id";
  private static final String ARGO_INSTANCE = "argocd.argoproj.io/instance";

  /** Whoever holds an app in Git, by the marks that the tools leave. */
  static Optional<GitOwner> of(TwelveFactorApp app) {
    ObjectMeta metadata = app.getMetadata();
    Map<String, String> labels = Objects.requireNonNullElse(metadata.getLabels(), Map.of());
    Map<String, String> annotations =
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.of());
    if (labels.containsKey(FLUX_KUSTOMIZE)) {
      return Optional.of(new GitOwner("Flux", "Kustomization " + labels.get(FLUX_KUSTOMIZE)));
    }
    if (labels.containsKey(FLUX_HELM)) {
      return Optional.of(new GitOwner("Flux", "HelmRelease " + labels.get(FLUX_HELM)));
    }
    if (annotations.containsKey(ARGO_TRACKING)) {
      String application = annotations.get(ARGO_TRACKING).split(":")[0];
      return Optional.of(new GitOwner("Argo CD", "Application " + application));
    }
    if (labels.containsKey(ARGO_INSTANCE)) {
      return Optional.of(new GitOwner("Argo CD", "Application " + labels.get(ARGO_INSTANCE)));
    }
    return metadata.getManagedFields().stream()
        .map(ManagedFieldsEntry::getManager)
        .flatMap(manager -> byManager(manager).stream())
        .findFirst();
  }

  private static Optional<GitOwner> byManager(String manager) {
    if (manager == null) {
      return Optional.empty();
    }
    if (manager.equals("kustomize-controller") || manager.equals("helm-controller")) {
      return Optional.of(new GitOwner("Flux", "field manager " + manager));
    }
    return manager.startsWith("argocd-")
        ? Optional.of(new GitOwner("Argo CD", "field manager " + manager))
        : Optional.empty();
  }
}
