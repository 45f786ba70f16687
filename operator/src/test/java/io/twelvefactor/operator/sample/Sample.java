package io.twelvefactor.operator.sample;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.release.Fate;
import io.twelvefactor.operator.release.Fingerprint;
import io.twelvefactor.operator.release.Ledger;
import io.twelvefactor.operator.release.Origin;
import io.twelvefactor.operator.release.Plan;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.release.ReleaseInputs;
import io.twelvefactor.operator.release.Resolution;
import io.twelvefactor.operator.release.Resolver;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An app named shop, what is known of it, and what is planned for it. */
public final class Sample {
  public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  public static final String NAMESPACE = "acme";
  public static final String UID = "uid-of-shop";
  public static final long GENERATION = 3;

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private Sample() {}

  /** A different image for every number. */
  public static String image(int number) {
    return "registry.example/shop@sha256:" + "%064x".formatted(number);
  }

  /** The app with a spec given in YAML; of the first image, where it names none. */
  public static TwelveFactorApp app(String spec) {
    return app("shop", spec);
  }

  /** An app of another name. */
  public static TwelveFactorApp app(String name, String spec) {
    String image =
        spec.startsWith("image: ") || spec.contains("\nimage: ") ? "" : "image: " + image(1) + "\n";
    TwelveFactorApp app =
        parse(
            """
            apiVersion: twelvefactor.io/v1alpha1
            kind: TwelveFactorApp
            metadata: {name: %s, namespace: %s, uid: uid-of-%s, generation: %d, resourceVersion: "10"}
            spec:
            %s"""
                .formatted(name, NAMESPACE, name, GENERATION, (image + spec).indent(2)),
            TwelveFactorApp.class);
    return app;
  }

  public static <T> T parse(String yaml, Class<T> kind) {
    return YAML.unmarshal(yaml, kind);
  }

  public static String yaml(Object value) {
    return YAML.asYaml(value);
  }

  public static Facts facts(HasMetadata... children) {
    return new SomeFacts().children(children).facts();
  }

  public static Facts facts(Map<Reference, Content> contents) {
    return new SomeFacts().contents(contents).facts();
  }

  public static Facts facts(List<PodFact> pods, HasMetadata... children) {
    return new SomeFacts().children(children).pods(pods).facts();
  }

  /** A content with these keys. */
  public static Content content(String digest, String... keys) {
    return new Content(digest.repeat(64).substring(0, 64), Set.of(keys));
  }

  /** A pod of a process in a release that runs the image of its release. */
  public static PodFact pod(String process, int release, boolean ready) {
    String name = "shop-" + process + "-" + release;
    return ready
        ? SomePod.ready(name, process, release).fact()
        : SomePod.unready(name, process, release).fact();
  }

  public static ReleaseInputs inputs(TwelveFactorApp app, Facts facts) {
    return ((Resolution.Resolved) Resolver.resolve(app, facts, Optional.empty())).inputs();
  }

  /** The release that an app's spec makes, given what it refers to. */
  public static Release release(
      int number, TwelveFactorApp app, Facts facts, ReleaseOutcome outcome) {
    ReleaseInputs inputs = inputs(app, facts);
    return new Release(
        number,
        Fingerprint.of(inputs),
        inputs,
        new PodTemplates().render(inputs, number),
        NOW,
        null,
        Origin.of("first release"),
        Fate.of(outcome));
  }

  public static Release release(int number, TwelveFactorApp app, ReleaseOutcome outcome) {
    return release(number, app, facts(), outcome);
  }

  /** The plan of an app whose one release runs. */
  public static Plan running(TwelveFactorApp app) {
    return running(release(1, app, ReleaseOutcome.Current));
  }

  public static Plan running(Release current) {
    return new Plan(
        Ledger.of(List.of(current)),
        Optional.of(current),
        Optional.of(current),
        false,
        Optional.empty());
  }

  /** The plan of an app where one release, or none, is being replaced. */
  public static Plan rollingOut(Release current, Release target) {
    return new Plan(
        ledger(current, target),
        Optional.ofNullable(current),
        Optional.of(target),
        false,
        Optional.empty());
  }

  public static Ledger ledger(Release... releases) {
    return Ledger.of(Arrays.stream(releases).flatMap(Stream::ofNullable).toList());
  }
}
