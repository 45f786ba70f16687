package io.twelvefactor.operator.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A release as it is kept: an {@code apps/v1 ControllerRevision}, whose data the API server never
 * lets anybody change.
 */
public final class ReleaseRecord {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KubernetesSerialization KUBERNETES =
      new KubernetesSerialization(JSON, false);

  private ReleaseRecord() {}

  /** The data of the record. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Data(ReleaseInputs inputs, Templates templates) {}

  /** The record of a release, without an owner. */
  public static ControllerRevision write(Release release) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(Labels.FINGERPRINT, release.fingerprint());
    annotations.put(Labels.CREATED_AT, release.createdAt().toString());
    annotations.put(Labels.CAUSE, release.cause());
    if (release.revision() != null) {
      annotations.put(Labels.REVISION, release.revision());
    }
    String app = release.inputs().app();
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withName(Names.release(app, release.number()))
        .withLabels(Labels.ofApp(app))
        .withAnnotations(annotations)
        .endMetadata()
        .withRevision((long) release.number())
        .withData(
            KUBERNETES.convertValue(new Data(release.inputs(), release.templates()), Map.class))
        .build();
  }

  /** The release of a record. */
  public static Release read(ControllerRevision record) {
    Data data = KUBERNETES.convertValue(record.getData(), Data.class);
    // Annotations, unlike the data, anybody may edit: what is gone must not stop the app's passes.
    Map<String, String> annotations =
        Objects.requireNonNullElse(record.getMetadata().getAnnotations(), Map.of());
    return new Release(
        record.getRevision().intValue(),
        annotations.getOrDefault(Labels.FINGERPRINT, Fingerprint.of(data.inputs())),
        data.inputs(),
        data.templates(),
        Instant.parse(
            annotations.getOrDefault(
                Labels.CREATED_AT, record.getMetadata().getCreationTimestamp())),
        annotations.getOrDefault(Labels.CAUSE, "not recorded"),
        annotations.get(Labels.REVISION),
        outcome(annotations.get(Labels.OUTCOME)));
  }

  private static ReleaseOutcome outcome(String annotation) {
    return Stream.of(ReleaseOutcome.values())
        .filter(outcome -> outcome.name().equals(annotation))
        .findFirst()
        .orElse(ReleaseOutcome.Releasing);
  }
}
