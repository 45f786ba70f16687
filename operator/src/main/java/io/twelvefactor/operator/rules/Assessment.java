package io.twelvefactor.operator.rules;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How an app stands to the rules on a day.
 *
 * @param broken rules it breaks, in the order of the factors
 * @param waived rules it would break, had it not been excused
 * @param terms what its namespace says to that
 */
public record Assessment(List<Finding> broken, List<Excused> waived, NamespaceTerms terms) {

  /**
   * A rule that an app is excused from.
   *
   * @param reason the waiver's
   * @param ends the waiver's last day, where that is near
   */
  public record Excused(Finding finding, String reason, Optional<String> ends) {

    /** What was found, and why it is excused. */
    public String told() {
      return "%s; waived%s: %s"
          .formatted(finding.message(), ends.map(day -> " until " + day).orElse(""), reason);
    }
  }

  /** How long before its end a waiver is spoken of. */
  private static final int DAYS_AHEAD = 14;

  /** Of an app that breaks nothing. */
  public static Assessment clean() {
    return new Assessment(List.of(), List.of(), NamespaceTerms.silent().allowing(Set.of("*")));
  }

  /**
   * Judges an app.
   *
   * @param app a TwelveFactorApp as JSON
   * @param today the day by which waivers expire
   */
  public static Assessment of(
      RuleBook book, Map<String, ?> app, NamespaceTerms terms, LocalDate today) {
    if (!(app.get("spec") instanceof Map)) {
      return new Assessment(List.of(), List.of(), terms);
    }
    List<Finding> broken =
        book.broken(Waivers.inForce(app, today), terms).stream()
            .map(finding -> told(finding, app, today))
            .toList();
    List<String> still = broken.stream().map(Finding::rule).toList();
    List<Excused> waived = new ArrayList<>();
    if (((Map<?, ?>) app.get("spec")).containsKey("waivers")) {
      book.broken(Waivers.without(app), terms).stream()
          .filter(finding -> !still.contains(finding.rule()))
          .forEach(
              finding ->
                  waived.add(
                      new Excused(
                          finding,
                          Waivers.reason(app, finding.rule()).orElse(""),
                          Waivers.expiry(app, finding.rule(), today.plusDays(DAYS_AHEAD)))));
    }
    return new Assessment(broken, waived, terms);
  }

  private static Finding told(Finding finding, Map<String, ?> app, LocalDate today) {
    return Waivers.expiry(app, finding.rule(), today)
        .map(
            day ->
                new Finding(
                    finding.rule(),
                    "%s; its waiver expired on %s".formatted(finding.message(), day)))
        .orElse(finding);
  }

  /** The rules of a factor that are broken. */
  public Optional<Finding> brokenOf(String factor) {
    return joined(broken.stream().filter(f -> f.concerns(factor)).toList());
  }

  /** The rules of a factor that are waived. */
  public Optional<Excused> waivedOf(String factor) {
    return waived.stream().filter(excused -> excused.finding().concerns(factor)).findFirst();
  }

  /** Why no release may be made of the app, where that is so. */
  public Optional<String> refusal() {
    return terms.level() == Level.DENY ? joined(broken).map(Finding::message) : Optional.empty();
  }

  private static Optional<Finding> joined(List<Finding> findings) {
    return findings.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                findings.get(0).rule(),
                findings.stream().map(Finding::message).collect(Collectors.joining("; also "))));
  }
}
