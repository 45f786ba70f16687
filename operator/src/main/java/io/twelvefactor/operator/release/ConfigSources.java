package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.AppConfigReference;
import io.twelvefactor.api.v1alpha1.AppConfiguration;
import io.twelvefactor.api.v1alpha1.ConfigSource;
import io.twelvefactor.api.v1alpha1.MountableReference;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.appconfig.Seen;
import io.twelvefactor.operator.appconfig.Snapshot;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.observe.References;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Resolves the sources of config: what each holds now, or held last. */
final class ConfigSources {
  private final TwelveFactorApp app;
  private final Facts facts;
  private final Optional<Release> latest;
  private final Gaps gaps;

  /**
   * @param latest the release before, whose frozen content stands in where AppConfig has nothing
   *     usable to give now
   */
  ConfigSources(TwelveFactorApp app, Facts facts, Optional<Release> latest, Gaps gaps) {
    this.app = app;
    this.facts = facts;
    this.latest = latest;
    this.gaps = gaps;
  }

  List<ConfigInput> resolve() {
    AppConfiguration config = app.getSpec().config();
    List<ConfigInput> inputs = new ArrayList<>();
    List<ConfigSource> sources = config == null ? List.of() : config.sources();
    for (int i = 0; i < sources.size(); i++) {
      ConfigSource source = sources.get(i);
      String path = "spec.config.sources[%d]".formatted(i);
      Optional<ConfigInput> input =
          source.appConfig() == null
              ? object(source, path)
              : appConfig(source, config.appConfigAgent() != null, path + ".appConfig");
      input.ifPresent(inputs::add);
    }
    return inputs;
  }

  private Optional<ConfigInput> object(ConfigSource source, String path) {
    boolean isMap = source.configMapRef() != null;
    MountableReference named = isMap ? source.configMapRef() : source.secretRef();
    Reference reference = References.of(source);
    Optional<Content> content = facts.content(reference);
    if (content.isEmpty()) {
      gaps.config(
          "ConfigMissing",
          "%s.%s: %s does not exist in namespace %s; create it, or name another"
              .formatted(
                  path,
                  isMap ? "configMapRef" : "secretRef",
                  reference,
                  app.getMetadata().getNamespace()));
    }
    return content.map(
        c ->
            new ConfigInput(
                reference,
                named.mountPath(),
                c.digest(),
                c.keys().stream().sorted().toList(),
                null));
  }

  private Optional<ConfigInput> appConfig(ConfigSource source, boolean agent, String path) {
    AppConfigReference named = source.appConfig();
    Reference reference = References.of(source);
    if (!named.snapshot()) {
      return Optional.of(
          new ConfigInput(reference, null, null, List.of(), LiveInput.of(named, agent)));
    }
    Optional<Seen> seen = facts.profile(reference);
    if (seen.filter(s -> s.state() == Seen.State.NOT_ALLOWED).isPresent()) {
      gaps.configForGood("ConfigNotAllowed", path + ": " + seen.get().problem().orElse(""));
      return Optional.empty();
    }
    String trouble = seen.flatMap(Seen::problem).orElse("no answer has come from AppConfig yet");
    boolean asking = seen.filter(s -> s.state() == Seen.State.PENDING).isPresent();
    String reason = asking ? Hold.ASKING : "ConfigSourceUnavailable";
    Optional<Snapshot> snapshot = seen.flatMap(Seen::content);
    if (snapshot.isPresent()) {
      try {
        SnapshotContent content = SnapshotContent.of(snapshot.get(), named.mountPath() != null);
        return Optional.of(input(reference, named, content));
      } catch (SnapshotContent.Unusable e) {
        reason = "ConfigInvalid";
        trouble =
            "%s: version %s %s".formatted(reference, snapshot.get().version(), e.getMessage());
      }
    }
    Optional<ConfigInput> before = heldLast(reference, named);
    if (before.isEmpty()) {
      gaps.config(reason, "%s: %s".formatted(path, trouble));
    }
    return before;
  }

  private static ConfigInput input(
      Reference reference, AppConfigReference named, SnapshotContent content) {
    return new ConfigInput(
        reference,
        named.mountPath(),
        content.digest(),
        content.data().keySet().stream().sorted().toList(),
        null);
  }

  /** What the release before holds of this source, in this form. */
  private Optional<ConfigInput> heldLast(Reference reference, AppConfigReference named) {
    boolean asFile = named.mountPath() != null;
    return latest.stream()
        .flatMap(release -> release.inputs().config().stream())
        .filter(input -> input.source().equals(reference) && input.live() == null)
        .filter(input -> (input.mountPath() != null) == asFile)
        .findFirst()
        .map(
            input ->
                new ConfigInput(reference, named.mountPath(), input.digest(), input.keys(), null));
  }
}
