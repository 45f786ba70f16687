package io.twelvefactor.operator.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.release.Fate.CommandState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  /** The data of the record: everything of a release that can never change. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Data(
      String fingerprint,
      String createdAt,
      String revision,
      String manager,
      Origin.Rollback rollback,
      Boolean runsCommand,
      ReleaseInputs inputs,
      Templates templates) {}

  /** The record of a release, without an owner. */
  public static ControllerRevision write(Release release) {
    Data data =
        new Data(
            release.fingerprint(),
            release.createdAt().toString(),
            release.revision(),
            release.origin().manager(),
            release.origin().rollback(),
            release.origin().runsCommand() ? Boolean.TRUE : null,
            release.inputs(),
            release.templates());
    String app = release.inputs().app();
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withName(Names.release(app, release.number()))
        .withLabels(Labels.ofApp(app))
        .addToAnnotations(Labels.CAUSE, release.cause())
        .endMetadata()
        .withRevision((long) release.number())
        .withData(KUBERNETES.convertValue(data, Map.class))
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
        data.fingerprint(),
        data.inputs(),
        data.templates(),
        Instant.parse(data.createdAt()),
        data.revision(),
        new Origin(
            annotations.getOrDefault(Labels.CAUSE, "not recorded"),
            data.manager(),
            data.rollback(),
            Boolean.TRUE.equals(data.runsCommand())),
        new Fate(
            word(annotations.get(Labels.OUTCOME), ReleaseOutcome.values())
                .orElse(ReleaseOutcome.Releasing),
            annotations.get(Labels.REASON),
            word(annotations.get(Labels.COMMAND), CommandState.values()).orElse(null),
            "true".equals(annotations.get(Labels.WITHDRAWN))));
  }

  /** Annotations can be edited by hand: a word that means nothing counts as none. */
  private static <E extends Enum<E>> Optional<E> word(String annotation, E[] words) {
    return Stream.of(words).filter(word -> word.name().equals(annotation)).findFirst();
  }

  /** The annotations of a fate; what it does not say is null, and taken off. */
  public static Map<String, String> notes(Fate fate) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(
        Labels.OUTCOME, fate.outcome() == ReleaseOutcome.Releasing ? null : fate.outcome().name());
    notes.put(Labels.REASON, fate.reason());
    notes.put(Labels.COMMAND, fate.command() == null ? null : fate.command().name());
    notes.put(Labels.WITHDRAWN, fate.withdrawn() ? "true" : null);
    return notes;
  }
}
