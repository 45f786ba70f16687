package io.twelvefactor.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.release.Release;
import io.twelvefactor.operator.sample.Sample;
import io.twelvefactor.operator.sample.SomePod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the commands print, word for word. */
class TextTest {
  private static final String STATUS =
      """
      apiVersion: twelvefactor.io/v1alpha1
      kind: TwelveFactorApp
      metadata: {name: shop, namespace: acme, generation: 3}
      spec: {image: "registry.example/shop@sha256:0123456789abcdef", replicas: 2}
      status:
        observedGeneration: 3
        currentRelease: 4
        targetRelease: 5
        conditions:
        - {type: %s, status: "True", reason: %s, message: "%s", lastTransitionTime: "2026-06-01T12:00:00Z"}
        - {type: Ready, status: "%s", reason: %s, message: "%s", lastTransitionTime: "2026-06-01T12:00:00Z"}
        - {type: Available, status: "True", reason: Serving, message: "every process type has a ready replica", lastTransitionTime: "2026-06-01T11:00:00Z"}
        releases:
        - {number: 5, image: "registry.example/shop:1.5@sha256:0123456789abcdef", revision: 3f1c0de, createdAt: "2026-06-01T12:00:00Z", outcome: Releasing, cause: "changed: image"}
        - {number: 4, image: "shop:latest", createdAt: "2026-05-01T12:00:00Z", outcome: Current, cause: first release}
        processes: [{name: web, desired: 2, ready: 1}, {name: worker, desired: 1, ready: 1}]
        factors:
        - {name: codebase, number: 1, verdict: Pass, evidence: built from git}
        - {name: dev-prod-parity, number: 10, verdict: Unknown, evidence: no other deploy}
        compliance: 1/2
        url: https://shop.example.com
      """;

  private static final TwelveFactorApp WAITING =
      Sample.parse(
          STATUS.formatted(
              "Reconciling",
              "ConfigMissing",
              "spec.config.sources[0]: it is not there",
              "False",
              "ConfigMissing",
              "spec.config.sources[0]: it is not there"),
          TwelveFactorApp.class);

  @Test
  void status() {
    assertThat(StatusText.of(WAITING))
        .isEqualTo(
            """
            shop in acme: release 4 runs, release 5 is to replace it
              image      registry.example/shop@sha256:0123456789abcdef
              processes  web 1/2, worker 1/1
              url        https://shop.example.com

            CONDITION     STATUS   SINCE                  REASON          MESSAGE
            Reconciling   True     2026-06-01T12:00:00Z   ConfigMissing   spec.config.sources[0]: it is not there
            Ready         False    2026-06-01T12:00:00Z   ConfigMissing   spec.config.sources[0]: it is not there
            Available     True     2026-06-01T11:00:00Z   Serving         every process type has a ready replica

                 FACTOR            VERDICT   EVIDENCE
             1   codebase          Pass      built from git
            10   dev-prod-parity   Unknown   no other deploy
            shown to hold: 1/2
            """);
  }

  @Test
  void why() {
    PodFact pod =
        SomePod.unready("shop-web-1", "web", 5)
            .restarts(3)
            .trouble("CrashLoopBackOff, last exit code 1")
            .fact();
    assertThat(WhyText.of(WAITING, List.of(pod, Sample.pod("web", 4, true))))
        .isEqualTo(
            """
            shop: ConfigMissing (under way)
              what   spec.config.sources[0]: it is not there
              since  2026-06-01T12:00:00Z
              next   create what is named, or name another; nothing else is needed
              users  are served by release 4
              pod    shop-web-1: CrashLoopBackOff, last exit code 1; kubectl logs shop-web-1 --previous
            """);
  }

  @Test
  void whyNot() {
    TwelveFactorApp ready =
        Sample.parse(
            STATUS.formatted("Available", "Serving", "x", "True", "Current", "release 4 runs"),
            TwelveFactorApp.class);
    assertThat(WhyText.of(ready, List.of()))
        .isEqualTo("Nothing holds shop: release 4 runs since 2026-06-01T12:00:00Z.\n");
  }

  @Test
  void ofAnAppThatNobodyHasSeen() {
    TwelveFactorApp app = Sample.app("replicas: 1");
    assertThat(StatusText.of(app)).contains("has not been seen by the operator yet");
    assertThat(WhyText.of(app, List.of())).contains("has not been seen by the operator yet");
    assertThat(ReleasesText.of(app)).isEqualTo("shop has no release yet\n");
  }

  @Test
  void releases() {
    assertThat(ReleasesText.of(WAITING))
        .isEqualTo(
            """
            RELEASE   OUTCOME     IMAGE                 CREATED                REVISION   CAUSE
            5         Releasing   sha256:0123456789ab   2026-06-01T12:00:00Z   3f1c0de    changed: image
            4         Current     shop:latest           2026-05-01T12:00:00Z   -          first release
            """);
  }

  @Test
  void diff() {
    Release before =
        release(
            1,
            """
            image: shop@sha256:1
            config: {sources: [{configMapRef: {name: flags}}, {secretRef: {name: keys}}], env: [{name: A, value: not-told-1}, {name: B, value: b}]}
            backingServices: [{name: db, type: pg, secretRef: {name: db}, env: [{name: URL, key: uri}]}]
            processes: [{name: web, command: [serve]}, {name: old}]
            adminProcesses: [{name: tidy, args: [t]}]
            """,
            Map.of(
                Reference.configMap("flags"), Sample.content("1", "ONE", "TWO"),
                Reference.secret("keys"), Sample.content("2", "KEY"),
                Reference.secret("db"), Sample.content("3", "uri")));
    Release after =
        release(
            2,
            """
            image: shop@sha256:2
            config: {sources: [{configMapRef: {name: flags}}, {secretRef: {name: keys}}], env: [{name: A, value: not-told-2}, {name: C, value: c}]}
            backingServices: [{name: db, type: pg, secretRef: {name: other}, env: [{name: URL, key: uri}]}]
            processes: [{name: web, command: [serve, --fast]}, {name: new}]
            adminProcesses: [{name: tidy, args: [t], resources: {limits: {memory: 1Mi}}}]
            """,
            Map.of(
                Reference.configMap("flags"), Sample.content("4", "ONE", "THREE"),
                Reference.secret("keys"), Sample.content("5", "KEY"),
                Reference.secret("other"), Sample.content("6", "uri")));
    assertThat(DiffText.of(before, after))
        .isEqualTo(
            """
            release 1 -> release 2
            ~ image: shop@sha256:1 -> shop@sha256:2
            ~ config ConfigMap flags: keys +THREE, -TWO
            ~ config Secret keys: other content (keys: KEY)
            ~ env A: another value
            - env B
            + env C
            ~ backing service db: Secret db -> Secret other
            ~ process web: [serve] -> [serve, --fast]
            - process old
            + process new
            ~ admin process tidy: settings
            """);
    assertThat(DiffText.of(before, before)).isEqualTo("release 1 -> release 1\n  no difference\n");
  }

  @Test
  void env() {
    Release release =
        release(
            7,
            """
            config:
              sources: [{configMapRef: {name: flags}}, {secretRef: {name: keys}}, {configMapRef: {name: files, mountPath: /etc/shop}}]
              env: [{name: LOG, value: not-told}]
            backingServices:
            - {name: db, type: pg, secretRef: {name: db}, env: [{name: URL, key: uri}]}
            - {name: table, type: dynamodb, values: {name: not-told}, env: [{name: TABLE, key: name}]}
            processes: [{name: web, port: 8080}, {name: api, port: 9000}, {name: worker}]
            """,
            Map.of(
                Reference.configMap("flags"), Sample.content("1", "FLAG", "LOG", "SHARED"),
                Reference.configMap("files"), Sample.content("1", "a.yaml"),
                Reference.secret("keys"), Sample.content("2", "SHARED"),
                Reference.secret("db"), Sample.content("3", "uri")));
    assertThat(EnvText.of(release))
        .isEqualTo(
            """
            release 7
            KEY                    FROM
            FLAG                   ConfigMap flags
            LOG                    spec.config.env, over ConfigMap flags
            PORT                   the process type's port: web 8080, api 9000
            SERVICE_BINDING_ROOT   the operator
            SHARED                 Secret keys, over ConfigMap flags
            TABLE                  backing service table, key name (plain values)
            URL                    backing service db, key uri (Secret db)

            FILES             FROM
            /etc/shop         ConfigMap files
            /bindings/db      backing service db (Secret db)
            /bindings/table   backing service table (plain values)
            """);
  }

  private static Release release(int number, String spec, Map<Reference, Content> contents) {
    Facts facts = Sample.facts(contents);
    return Sample.release(number, Sample.app(spec), facts, ReleaseOutcome.Current);
  }
}
