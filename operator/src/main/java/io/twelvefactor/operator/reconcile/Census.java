package io.twelvefactor.operator.reconcile;

import io.twelvefactor.api.v1alpha1.FactorVerdict;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.Verdict;
import io.twelvefactor.operator.status.Conditions;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the statuses of all apps say, counted. Nothing here names an app, so that it stays small
 * however many there are.
 */
final class Census {
  private final List<TwelveFactorApp> apps;

  private Census(List<TwelveFactorApp> apps) {
    this.apps = apps;
  }

  static Census of(Stream<TwelveFactorApp> apps) {
    return new Census(apps.filter(app -> app.getStatus() != null).toList());
  }

  /**
   * How many apps are as ready as this.
   *
   * @param status of the condition: True, False or Unknown
   */
  long ready(String status) {
    return apps.stream().filter(app -> says(app, Conditions.READY, status)).count();
  }

  /** How many apps wait for somebody to do something. */
  long stalled() {
    return apps.stream().filter(app -> says(app, Conditions.STALLED, "True")).count();
  }

  /** How many apps have this verdict of this factor. */
  long verdicts(String factor, Verdict verdict) {
    return apps.stream()
        .flatMap(app -> app.getStatus().factors().stream())
        .filter(judged -> isOf(judged, factor, verdict))
        .count();
  }

  /** How many sources in AppConfig are, or are not, read as they should. */
  long configSources(boolean failing) {
    return apps.stream()
        .flatMap(app -> app.getStatus().config().stream())
        .filter(source -> (source.problem() != null) == failing)
        .count();
  }

  private static boolean isOf(FactorVerdict judged, String factor, Verdict verdict) {
    return judged.name().equals(factor) && judged.verdict() == verdict;
  }

  private static boolean says(TwelveFactorApp app, String type, String status) {
    return app.getStatus().condition(type).filter(it -> it.status().equals(status)).isPresent();
  }
}
