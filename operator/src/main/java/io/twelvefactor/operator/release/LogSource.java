package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.LogMode;
import io.twelvefactor.api.v1alpha1.Logs;
import io.twelvefactor.api.v1alpha1.SecretKey;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.Place;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.observe.References;
import java.util.Objects;
import java.util.Optional;

/**
 * Resolves how the log is taken up: whether a sidecar may be where the app is, and whether what it
 * shows to its sink is there.
 */
final class LogSource {
  private static final Logs UNSAID =
      new Logs(null, null, null, null, null, null, null, null, null, null);

  private final TwelveFactorApp app;
  private final Facts facts;
  private final Gaps gaps;

  LogSource(TwelveFactorApp app, Facts facts, Gaps gaps) {
    this.app = app;
    this.facts = facts;
    this.gaps = gaps;
  }

  /** The input; null where the log is left to the platform, without a word more. */
  LogInput resolve() {
    Logs logs = Objects.requireNonNullElse(app.getSpec().logs(), UNSAID);
    if (!logs.sidecar()) {
      Logs routed =
          new Logs(
              null, logs.parser(), truth(logs.exclude()), null, null, null, null, null, null, null);
      return routed.equals(UNSAID) ? null : new LogInput(routed, null, null);
    }
    place();
    Optional<Reference> secret = References.logSecret(app.getSpec());
    Optional<Content> content = secret.flatMap(facts::content);
    logs.secret().ifPresent(key -> secret(logs, key, content));
    return new LogInput(logs, secret.orElse(null), content.map(Content::digest).orElse(null));
  }

  /** What is false is not there, and makes no other release. */
  private static Boolean truth(Boolean said) {
    return Boolean.TRUE.equals(said) ? Boolean.TRUE : null;
  }

  private void place() {
    facts
        .place()
        .forbidsHostPath()
        .ifPresent(
            level ->
                gaps.logsForGood(
                    "LogSidecarForbidden",
                    ("spec.logs.mode: Sidecar reads its own pod's log on the node by a hostPath"
                            + " volume, which namespace %s forbids (label %s: %s); set mode: Platform,"
                            + " or run the app where its administrator allows privileged")
                        .formatted(app.getMetadata().getNamespace(), Place.POD_SECURITY, level)));
    if (facts.pods().stream().anyMatch(pod -> pod.terms().onFargate())) {
      gaps.logsForGood(
          "LogSidecarOnFargate",
          "spec.logs.mode: Sidecar reads its own pod's log on the node, and this app's pods run on AWS"
              + " Fargate, which has no hostPath volumes; set mode: %s, and let the cluster's"
                  .formatted(LogMode.Platform)
              + " administrator route the log by the ConfigMap aws-logging in namespace"
              + " aws-observability");
    }
  }

  private void secret(Logs logs, SecretKey key, Optional<Content> content) {
    String field =
        logs.http() != null ? "spec.logs.http.authorization" : "spec.logs.forward.sharedKey";
    if (content.isEmpty()) {
      gaps.logs(
          "LogSecretMissing",
          "%s: Secret %s does not exist in namespace %s; create it, or name another"
              .formatted(field, key.name(), app.getMetadata().getNamespace()));
    } else if (!content.get().keys().contains(key.key())) {
      gaps.logs(
          "LogSecretMissing",
          "%s: Secret %s has no key %s; add it, or name another"
              .formatted(field, key.name(), key.key()));
    }
  }
}
