package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.twelvefactor.api.v1alpha1.ReleaseStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.Children;
import io.twelvefactor.operator.observe.Digests;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Ownership;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.release.ConfigCopy;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Origin;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseRecord;
import io.twelvefactor.operator.surround.Surroundings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what releases are kept in: the record, and the frozen copies of config. */
public final class ReleaseWriter {
  private final KubernetesClient client;
  private final ObjectWriter writer;

  public ReleaseWriter(KubernetesClient client, ObjectWriter writer) {
    this.client = client;
    this.writer = writer;
  }

  /**
   * The copies of config that releases refer to and that are not there.
   *
   * @param missing to be created
   * @param lost what of the target cannot be copied any more, each as a sentence
   */
  public record Copies(List<ConfigMap> missing, List<String> lost) {}

  /**
   * Finds the copies that are missing. Content is read now and must still have the digest that the
   * release was planned with.
   */
  public Copies copies(TwelveFactorApp app, Plan plan, Facts facts) {
    Map<String, ConfigMap> missing = new LinkedHashMap<>();
    List<String> lost = new ArrayList<>();
    plan.involved()
        .forEach(
            release -> {
              boolean isTarget = plan.aim().filter(release::equals).isPresent();
              for (ConfigCopy copy : ConfigCopy.of(release.inputs())) {
                if (facts.children().find(ConfigMap.class, copy.name()).isPresent()) {
                  if (plan.minted() && isTarget && !exists(app, copy)) {
                    throw new StaleView("ConfigMap/%s is gone".formatted(copy.name()));
                  }
                  continue;
                }
                Optional<ConfigMap> made = copied(app, copy, facts);
                made.ifPresent(map -> missing.put(copy.name(), map));
                if (made.isEmpty() && isTarget && !exists(app, copy)) {
                  // What an earlier release was made of may have changed long ago.
                  if (plan.minted() && release.rollback().isEmpty()) {
                    throw new StaleView(copy.source() + " has changed since it was seen");
                  }
                  lost.add(
                      "release %d needs %s as it was, of which the copy ConfigMap/%s is gone; restore that content, or make a new release"
                          .formatted(
                              release.rollback().map(Origin.Rollback::of).orElse(release.number()),
                              copy.source(),
                              copy.name()));
                }
              }
            });
    return new Copies(List.copyOf(missing.values()), lost);
  }

  private Optional<ConfigMap> copied(TwelveFactorApp app, ConfigCopy copy, Facts facts) {
    if (copy.source().kind() == Reference.Kind.AppConfig) {
      return facts
          .profile(copy.source())
          .flatMap(copy::contentOf)
          .map(content -> frozen(app, copy, content));
    }
    ConfigMap source =
        client
            .configMaps()
            .inNamespace(app.getMetadata().getNamespace())
            .withName(copy.source().name())
            .get();
    return source != null && Digests.of(source).equals(copy.digest())
        ? Optional.of(frozen(app, copy, source))
        : Optional.empty();
  }

  private boolean exists(TwelveFactorApp app, ConfigCopy copy) {
    return writer
        .read(frozen(app, copy, new ConfigMap()))
        .filter(map -> Ownership.controls(app, map))
        .isPresent();
  }

  private static ConfigMap frozen(TwelveFactorApp app, ConfigCopy copy, ConfigMap source) {
    ConfigMap frozen = copy.of(app.getMetadata().getName(), source);
    Surroundings.own(app, frozen);
    return frozen;
  }

  /**
   * Records a release. Its number is taken by creating the record, so that two passes cannot both
   * have it.
   *
   * @return nothing but, where it is so, that the record's name is somebody else's
   * @throws StaleView where the number is taken by another release, or a release before it is
   *     recorded and was not seen
   */
  public Applied record(TwelveFactorApp app, Release release, Ledger seen) {
    requireSeen(app, release, seen);
    ControllerRevision record = ReleaseRecord.write(release);
    Surroundings.own(app, record);
    if (writer.create(record).isPresent()) {
      return Applied.nothing();
    }
    Optional<HasMetadata> taken = writer.read(record);
    if (taken.isPresent()
        && !Ownership.controls(app, taken.get())
        && !Ownership.isLeaving(app, taken.get())) {
      return Applied.conflict(Children.key(record));
    }
    boolean same =
        taken
            .filter(there -> Ownership.controls(app, there))
            .map(there -> ReleaseRecord.read((ControllerRevision) there))
            .filter(there -> there.fingerprint().equals(release.fingerprint()))
            .filter(there -> there.rollback().equals(release.rollback()))
            .isPresent();
    if (!same) {
      throw new StaleView("number %d is taken".formatted(release.number()));
    }
    return Applied.nothing();
  }

  /**
   * A cache may lag by any time on a busy machine. Who does not see the release that the status
   * tells of would make its content again, under the next number.
   */
  private void requireSeen(TwelveFactorApp app, Release release, Ledger seen) {
    if (app.getStatus() == null) {
      return;
    }
    app.getStatus().releases().stream()
        .map(ReleaseStatus::number)
        .filter(number -> number < release.number() && seen.find(number).isEmpty())
        .max(Comparator.naturalOrder())
        .flatMap(number -> writer.read(named(app, number)))
        .filter(record -> Ownership.controls(app, record))
        .ifPresent(
            record -> {
              throw new StaleView(Children.key(record) + " is there, but was not seen yet");
            });
  }

  private static ControllerRevision named(TwelveFactorApp app, int number) {
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withName(Names.release(app.getMetadata().getName(), number))
        .withNamespace(app.getMetadata().getNamespace())
        .endMetadata()
        .build();
  }

  /** Notes what became of a release. */
  public void note(TwelveFactorApp app, Release release) {
    ControllerRevision record = ReleaseRecord.write(release);
    Surroundings.own(app, record);
    Map<String, ?> patch =
        Map.of("metadata", Map.of("annotations", ReleaseRecord.notes(release.fate())));
    writer.merge(record, client.getKubernetesSerialization().asJson(patch));
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
