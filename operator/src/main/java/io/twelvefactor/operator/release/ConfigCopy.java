package io.twelvefactor.operator.release;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.twelvefactor.operator.appconfig.Seen;
import io.twelvefactor.operator.appconfig.Snapshot;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.Reference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A copy of content of a ConfigMap or of AppConfig, named by its digest, which a release refers to
 * in place of the original: so a rollback brings the content back, and a change of the original
 * changes no pod.
 *
 * @param name of the immutable copy
 * @param source what it is a copy of
 * @param digest of the content
 */
public record ConfigCopy(String name, Reference source, String digest) {

  /** The copies that a release refers to. */
  public static List<ConfigCopy> of(ReleaseInputs inputs) {
    Stream<ConfigCopy> config =
        inputs.config().stream().flatMap(c -> of(inputs.app(), c.source(), c.digest()).stream());
    Stream<ConfigCopy> bindings =
        inputs.bindings().stream().flatMap(b -> of(inputs.app(), b.source(), b.digest()).stream());
    return Stream.concat(config, bindings).distinct().toList();
  }

  /** The copy to refer to for a source; empty for Secrets and for what is followed in place. */
  public static Optional<ConfigCopy> of(String app, Reference source, String digest) {
    return source == null || source.kind() == Reference.Kind.Secret || digest == null
        ? Optional.empty()
        : Optional.of(new ConfigCopy(Names.content(app, digest), source, digest));
  }

  /** What AppConfig holds, in the form that this is a copy of; empty where that has changed. */
  public Optional<ConfigMap> contentOf(Seen seen) {
    return seen.content().stream()
        .flatMap(snapshot -> Stream.of(true, false).flatMap(file -> form(snapshot, file)))
        .filter(content -> content.digest().equals(digest))
        .map(content -> new ConfigMapBuilder().withData(content.data()).build())
        .findFirst();
  }

  private static Stream<SnapshotContent> form(Snapshot snapshot, boolean file) {
    try {
      return Stream.of(SnapshotContent.of(snapshot, file));
    } catch (SnapshotContent.Unusable e) {
      return Stream.empty();
    }
  }

  /** The copy itself, without a namespace and an owner. */
  public ConfigMap of(String app, ConfigMap content) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(Labels.ofApp(app))
        .addToLabels(Labels.CONTENT, "config")
        .endMetadata()
        .withImmutable(true)
        .withData(content.getData())
        .withBinaryData(content.getBinaryData())
        .build();
  }
}
