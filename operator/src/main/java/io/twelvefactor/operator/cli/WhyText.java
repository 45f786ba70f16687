package io.twelvefactor.operator.cli;

import io.twelvefactor.api.v1alpha1.Condition;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.PodFact;
import java.util.List;
import java.util.Optional;

/** What {@code why} prints: what holds the app, since when, and what to do next. */
final class WhyText {
  private WhyText() {}

  /**
   * @param pods of the app's process types
   */
  static String of(TwelveFactorApp app, List<PodFact> pods) {
    String name = app.getMetadata().getName();
    if (app.getStatus() == null || app.getStatus().conditions().isEmpty()) {
      return name + " has not been seen by the operator yet; is it running?\n";
    }
    Optional<Condition> held =
        app.getStatus()
            .condition("Suspended")
            .or(() -> app.getStatus().condition("Stalled"))
            .or(() -> app.getStatus().condition("Reconciling"));
    if (held.isEmpty()) {
      return app.getStatus()
          .condition("Ready")
          .map(
              ready ->
                  "Nothing holds %s: %s since %s.%n"
                      .formatted(name, ready.message(), ready.lastTransitionTime()))
          .orElse("Nothing is known of " + name + ".\n");
    }
    Condition why = held.get();
    StringBuilder text = new StringBuilder();
    text.append("%s: %s (%s)%n".formatted(name, why.reason(), kind(why)));
    text.append("  what   %s%n".formatted(why.message()));
    text.append("  since  %s%n".formatted(why.lastTransitionTime()));
    text.append("  next   %s%n".formatted(NextStep.of(why.reason())));
    text.append("  users  %s%n".formatted(serving(app)));
    pods.stream().filter(pod -> pod.trouble() != null).forEach(pod -> text.append(trouble(pod)));
    if (!app.getMetadata().getGeneration().equals(app.getStatus().observedGeneration())) {
      text.append("  but    the spec has changed since; ask again in a moment\n");
    }
    return text.toString();
  }

  private static String kind(Condition condition) {
    return switch (condition.type()) {
      case "Stalled" -> "stuck until somebody does something";
      case "Suspended" -> "switched off";
      default -> "under way";
    };
  }

  private static String serving(TwelveFactorApp app) {
    Integer current = app.getStatus().currentRelease();
    if (current == null) {
      return "nothing runs yet";
    }
    return app.getStatus().is("Available")
        ? "are served by release %d".formatted(current)
        : "are not served: "
            + app.getStatus().condition("Available").map(Condition::message).orElse("unknown");
  }

  private static String trouble(PodFact pod) {
    return "  pod    %s: %s; kubectl logs %s%s%n"
        .formatted(pod.name(), pod.trouble(), pod.name(), pod.restarts() > 0 ? " --previous" : "");
  }
}
