package io.twelvefactor.operator.cli;

import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.api.v1alpha1.FactorVerdict;
import io.twelvefactor.api.v1alpha1.ProcessStatus;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import java.util.stream.Collectors;

/** What {@code status} prints: how the app stands, and its scorecard. */
final class StatusText {
  private StatusText() {}

  static String of(TwelveFactorApp app) {
    TwelveFactorAppStatus status = app.getStatus();
    if (status == null || status.conditions().isEmpty()) {
      return "%s has not been seen by the operator yet; is it running?\n"
          .formatted(app.getMetadata().getName());
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "%s in %s: %s%n"
            .formatted(
                app.getMetadata().getName(), app.getMetadata().getNamespace(), summary(status)));
    line(text, "image", app.getSpec().image());
    line(text, "processes", processes(status));
    line(text, "url", status.url());
    text.append('\n');
    Table conditions = new Table("CONDITION", "STATUS", "SINCE", "REASON", "MESSAGE");
    for (Condition c : status.conditions()) {
      conditions.row(c.type(), c.status(), c.lastTransitionTime(), c.reason(), c.message());
    }
    text.append(conditions).append('\n');
    Table factors = new Table("", "FACTOR", "VERDICT", "EVIDENCE");
    for (FactorVerdict v : status.factors()) {
      factors.row("%2d".formatted(v.number()), v.name(), v.verdict(), v.evidence());
    }
    return text.append(factors)
        .append("shown to hold: %s%n".formatted(status.compliance()))
        .toString();
  }

  private static String summary(TwelveFactorAppStatus status) {
    String current =
        status.currentRelease() == null
            ? "no release runs yet"
            : "release %d runs".formatted(status.currentRelease());
    return status.targetRelease() == null
        ? current
        : "%s, release %d is to replace it".formatted(current, status.targetRelease());
  }

  private static String processes(TwelveFactorAppStatus status) {
    return status.processes().stream().map(StatusText::ready).collect(Collectors.joining(", "));
  }

  private static String ready(ProcessStatus process) {
    return "%s %d/%d".formatted(process.name(), process.ready(), process.desired());
  }

  private static void line(StringBuilder text, String name, String value) {
    if (value != null && !value.isEmpty()) {
      text.append("  %-10s %s%n".formatted(name, value));
    }
  }
}
