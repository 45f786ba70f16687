package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.Children;
import io.twelvefactor.operator.observe.Digests;
import io.twelvefactor.operator.observe.Ownership;
import io.twelvefactor.operator.release.ConfigCopy;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseRecord;
import io.twelvefactor.operator.surround.Surroundings;
import java.util.ArrayList;
import java.util.List;

/** Writes what releases are kept in: the record, and the frozen copies of config. */
public final class ReleaseWriter {
  private final KubernetesClient client;
  private final ObjectWriter writer;

  public ReleaseWriter(KubernetesClient client, ObjectWriter writer) {
    this.client = client;
    this.writer = writer;
  }

  /**
   * Copies the config that a release refers to, where a copy is missing. Content is read now and
   * must still have the digest that the release was planned with.
   *
   * @return what could not be copied, each as a sentence
   */
  public List<String> copyConfig(TwelveFactorApp app, Release release, Children children) {
    List<String> lost = new ArrayList<>();
    for (ConfigCopy copy : ConfigCopy.of(release.inputs())) {
      if (children.find(ConfigMap.class, copy.name()).isPresent()) {
        continue;
      }
      ConfigMap source =
          client
              .configMaps()
              .inNamespace(app.getMetadata().getNamespace())
              .withName(copy.source().name())
              .get();
      if (source != null && Digests.of(source).equals(copy.digest())) {
        // One that exists already holds the same: its name is its content's digest.
        writer.create(frozen(app, copy, source));
      } else if (client.resource(frozen(app, copy, new ConfigMap())).get() == null) {
        lost.add(
            "release %d needs %s as it was, of which the copy ConfigMap/%s is gone; restore that content, or make a new release"
                .formatted(release.number(), copy.source(), copy.name()));
      }
    }
    return lost;
  }

  private static ConfigMap frozen(TwelveFactorApp app, ConfigCopy copy, ConfigMap source) {
    ConfigMap frozen =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(copy.name())
            .withLabels(Labels.ofApp(app.getMetadata().getName()))
            .addToLabels(Labels.CONTENT, "config")
            .endMetadata()
            .withImmutable(true)
            .withData(source.getData())
            .withBinaryData(source.getBinaryData())
            .build();
    Surroundings.own(app, frozen);
    return frozen;
  }

  /**
   * Records a release. Its number is taken by creating the record, so that two passes cannot both
   * have it.
   *
   * @throws Applier.StaleView where the number is taken by another release
   */
  public void record(TwelveFactorApp app, Release release) {
    ControllerRevision record = ReleaseRecord.write(release);
    Surroundings.own(app, record);
    if (writer.create(record).isPresent()) {
      return;
    }
    boolean same =
        writer
            .read(record)
            .filter(taken -> Ownership.controls(app, taken))
            .map(taken -> ReleaseRecord.read((ControllerRevision) taken).fingerprint())
            .filter(release.fingerprint()::equals)
            .isPresent();
    if (!same) {
      throw new Applier.StaleView("number %d is taken".formatted(release.number()));
    }
  }

  /** Notes what became of a release. */
  public void note(TwelveFactorApp app, Release release, ReleaseOutcome outcome) {
    ControllerRevision record = ReleaseRecord.write(release);
    Surroundings.own(app, record);
    writer.merge(
        record,
        "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(Labels.OUTCOME, outcome));
  }

  /** Forgets releases beyond history. */
  public void forget(TwelveFactorApp app, List<Release> releases, Children children) {
    for (Release release : releases) {
      children
          .find(
              ControllerRevision.class,
              Names.release(app.getMetadata().getName(), release.number()))
          .ifPresent(writer::delete);
    }
  }
}
