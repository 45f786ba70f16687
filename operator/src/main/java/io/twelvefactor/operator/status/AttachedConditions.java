package io.twelvefactor.operator.status;

import io.twelvefactor.api.v1alpha1.AppConfigReference;
import io.twelvefactor.api.v1alpha1.ConfigDelivery;
import io.twelvefactor.api.v1alpha1.ConfigSource;
import io.twelvefactor.api.v1alpha1.ConfigSourceStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import io.twelvefactor.operator.appconfig.Profile;
import io.twelvefactor.operator.appconfig.Seen;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.release.Environment;
import io.twelvefactor.operator.release.Gap;
import io.twelvefactor.operator.release.Hold;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.SnapshotContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the status says of config and backing services. */
final class AttachedConditions {
  private static final int LONGEST_PROBLEM = 1024;

  private final TwelveFactorApp app;
  private final Plan plan;
  private final Facts facts;

  AttachedConditions(TwelveFactorApp app, Plan plan, Facts facts) {
    this.app = app;
    this.plan = plan;
    this.facts = facts;
  }

  /** Adds ConfigSynced and BackingServicesBound, where the app declares such. */
  void add(Conditions conditions) {
    TwelveFactorAppSpec spec = app.getSpec();
    if (spec.config() != null) {
      config(conditions);
    }
    if (!spec.backingServices().isEmpty()) {
      Optional<Gap> gap = gap(Gap.Subject.BACKING_SERVICE);
      conditions.set(
          Conditions.BACKING_SERVICES_BOUND,
          gap.isEmpty(),
          gap.map(Gap::reason).orElse("Bound"),
          gap.map(Gap::message).orElse("bound: " + String.join(", ", names(spec))));
    }
  }

  private static List<String> names(TwelveFactorAppSpec spec) {
    return spec.backingServices().stream().map(service -> service.name()).toList();
  }

  private void config(Conditions conditions) {
    Optional<Gap> gap = gap(Gap.Subject.CONFIG);
    List<String> problems = problems();
    Optional<Hold> pacing =
        plan.hold()
            .filter(hold -> hold.end().isPresent())
            .filter(hold -> !hold.reason().equals(Hold.AWAITING_ADDRESS));
    if (gap.isPresent()) {
      conditions.set(Conditions.CONFIG_SYNCED, false, gap.get().reason(), gap.get().message());
    } else if (pacing.isPresent()) {
      conditions.set(
          Conditions.CONFIG_SYNCED, false, pacing.get().reason(), pacing.get().message());
    } else if (!problems.isEmpty()) {
      conditions.set(
          Conditions.CONFIG_SYNCED,
          false,
          "ContentOfBefore",
          String.join("; ", problems) + "; what was read last stays in use");
    } else {
      List<String> hidden =
          plan.target().map(Release::inputs).map(i -> Environment.of(i).hidden()).orElse(List.of());
      conditions.set(
          Conditions.CONFIG_SYNCED,
          true,
          "Synced",
          hidden.isEmpty()
              ? "all config is there"
              : "all config is there; " + String.join("; ", hidden));
    }
  }

  private Optional<Gap> gap(Gap.Subject subject) {
    return plan.hold().flatMap(hold -> hold.about(subject));
  }

  /** What is wrong with sources whose last good content stands in. */
  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (AppConfigReference source : sources()) {
      if (source.snapshot()) {
        Optional<Seen> seen = seen(source);
        seen.flatMap(Seen::problem).ifPresent(problems::add);
        seen.flatMap(Seen::content)
            .flatMap(content -> SnapshotContent.problem(content, source.mountPath() != null))
            .map(problem -> "AppConfig %s: %s".formatted(Profile.of(source).name(), problem))
            .ifPresent(problems::add);
      }
    }
    return problems;
  }

  /** What the operator's own sessions see; what was said before stays where nothing is seen yet. */
  List<ConfigSourceStatus> sourceStatus() {
    List<ConfigSourceStatus> before =
        app.getStatus() == null ? List.of() : app.getStatus().config();
    return sources().stream()
        .map(
            source -> {
              String name = Profile.of(source).name();
              Optional<ConfigSourceStatus> was =
                  before.stream().filter(s -> s.source().equals(name)).findFirst();
              return status(source, name, was);
            })
        .distinct()
        .toList();
  }

  private ConfigSourceStatus status(
      AppConfigReference source, String name, Optional<ConfigSourceStatus> was) {
    ConfigDelivery delivery = source.snapshot() ? ConfigDelivery.Snapshot : ConfigDelivery.Live;
    Optional<Seen> seen = seen(source);
    String problem =
        // The app reads a Live source with its own role: that the operator may not is no problem.
        seen.filter(s -> source.snapshot() || s.state() != Seen.State.NOT_ALLOWED)
            .flatMap(Seen::problem)
            .map(p -> p.length() <= LONGEST_PROBLEM ? p : p.substring(0, LONGEST_PROBLEM))
            .orElse(null);
    Optional<ConfigSourceStatus> now =
        seen.flatMap(Seen::content)
            .map(
                content ->
                    new ConfigSourceStatus(
                        name,
                        delivery,
                        content.version(),
                        // The operator's restart is no news of the source.
                        was.filter(s -> content.version().equals(s.version()))
                            .map(ConfigSourceStatus::since)
                            .orElse(
                                content
                                    .since()
                                    .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                    .toString()),
                        problem));
    return now.orElseGet(
        () ->
            new ConfigSourceStatus(
                name,
                delivery,
                was.map(ConfigSourceStatus::version).orElse(null),
                was.map(ConfigSourceStatus::since).orElse(null),
                problem));
  }

  private Optional<Seen> seen(AppConfigReference source) {
    return facts.profile(Reference.appConfig(Profile.of(source).name()));
  }

  private List<AppConfigReference> sources() {
    TwelveFactorAppSpec spec = app.getSpec();
    return spec.config() == null
        ? List.of()
        : spec.config().sources().stream()
            .map(ConfigSource::appConfig)
            .filter(java.util.Objects::nonNull)
            .toList();
  }
}
