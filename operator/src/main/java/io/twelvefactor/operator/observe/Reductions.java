package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.twelvefactor.api.v1alpha1.AdminRun;
import io.twelvefactor.api.v1alpha1.ReleaseApproval;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What is kept of objects that are watched but not ours, and how it is read back. */
final class Reductions {
  private static final String DIGEST = "twelvefactor.io/digest";

  private Reductions() {}

  /** Name, version, owner, and of the content only digest and key names. */
  static ConfigMap configMap(ConfigMap map) {
    Set<String> keys = keys(map.getData());
    keys.addAll(keys(map.getBinaryData()));
    return new ConfigMapBuilder()
        .withMetadata(metadata(map.getMetadata(), Digests.of(map)))
        .withData(withoutValues(keys))
        .build();
  }

  /** Name, version, and of the content only an HMAC and key names. */
  static Secret secret(Secret secret, Digests digests) {
    return new SecretBuilder()
        .withMetadata(metadata(secret.getMetadata(), digests.of(secret)))
        .withData(withoutValues(keys(secret.getData())))
        .build();
  }

  /** Whose it is, whether it is ready, and how its containers fare. */
  static Pod pod(Pod pod) {
    PodStatusBuilder status = new PodStatusBuilder();
    if (pod.getStatus() != null) {
      status
          .withPhase(pod.getStatus().getPhase())
          .withReason(pod.getStatus().getReason())
          .withMessage(pod.getStatus().getMessage())
          .withConditions(
              pod.getStatus().getConditions().stream()
                  .filter(c -> c.getType().equals("Ready"))
                  .toList())
          .withContainerStatuses(pod.getStatus().getContainerStatuses())
          .withInitContainerStatuses(
              pod.getStatus().getInitContainerStatuses().stream()
                  .filter(sidecar -> sidecar.getName().equals(Names.LOG_SIDECAR))
                  .toList());
    }
    return new PodBuilder()
        .withMetadata(metadata(pod.getMetadata(), null))
        .withSpec(gates(pod.getSpec()))
        .withStatus(status.build())
        .build();
  }

  private static PodSpec gates(PodSpec full) {
    return full == null || full.getReadinessGates().isEmpty()
        ? null
        : new PodSpecBuilder().withReadinessGates(full.getReadinessGates()).build();
  }

  /**
   * Which app it ran in, and how it ended; the app is kept where going through a store shows it.
   */
  static AdminRun run(AdminRun run) {
    AdminRun reduced = new AdminRun();
    reduced.setMetadata(
        new ObjectMetaBuilder(metadata(run.getMetadata(), null))
            .withLabels(Map.of(Labels.APP, run.getSpec().app()))
            .build());
    reduced.setSpec(run.getSpec());
    reduced.setStatus(run.getStatus());
    return reduced;
  }

  /** The app that a run names, also where only its metadata is shown. */
  static String appOf(AdminRun run) {
    return run.getSpec() == null
        ? run.getMetadata().getLabels().get(Labels.APP)
        : run.getSpec().app();
  }

  /** Which app it is for, kept where going through a store shows it. */
  static ReleaseApproval approval(ReleaseApproval approval) {
    ReleaseApproval reduced = new ReleaseApproval();
    reduced.setMetadata(
        new ObjectMetaBuilder(metadata(approval.getMetadata(), null))
            .withLabels(Map.of(Labels.APP, approval.getSpec().app()))
            .build());
    reduced.setSpec(approval.getSpec());
    return reduced;
  }

  /** The app that an approval names, also where only its metadata is shown. */
  static String appOf(ReleaseApproval approval) {
    return approval.getSpec() == null
        ? approval.getMetadata().getLabels().get(Labels.APP)
        : approval.getSpec().app();
  }

  /** The content of a reduced ConfigMap. */
  static Content content(ConfigMap reduced) {
    return new Content(digest(reduced.getMetadata()), keys(reduced.getData()));
  }

  /** The content of a reduced Secret. */
  static Content content(Secret reduced) {
    return new Content(digest(reduced.getMetadata()), keys(reduced.getData()));
  }

  private static String digest(ObjectMeta metadata) {
    return metadata.getAnnotations().get(DIGEST);
  }

  private static ObjectMeta metadata(ObjectMeta full, String digest) {
    return new ObjectMetaBuilder()
        .withName(full.getName())
        .withNamespace(full.getNamespace())
        .withUid(full.getUid())
        .withResourceVersion(full.getResourceVersion())
        .withDeletionTimestamp(full.getDeletionTimestamp())
        .withLabels(full.getLabels())
        .withOwnerReferences(full.getOwnerReferences())
        .withAnnotations(digest == null ? null : Map.of(DIGEST, digest))
        .build();
  }

  private static Set<String> keys(Map<String, String> data) {
    return new LinkedHashSet<>(Objects.requireNonNullElse(data, Map.<String, String>of()).keySet());
  }

  private static Map<String, String> withoutValues(Set<String> keys) {
    return keys.stream().collect(Collectors.toMap(key -> key, key -> ""));
  }
}
