package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.PromotedFrom;
import io.twelvefactor.api.v1alpha1.PromotionRecord;
import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import io.twelvefactor.operator.observe.Promotion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One release that the source of a promotion has brought up whole.
 *
 * @param where its app, for people
 * @param release its number there, or 0 where a record does not tell
 * @param build what ran
 * @param since when it began to run, or null where that is not known
 * @param until when the next one came, or null while it runs
 * @param bindingTypes types of its backing services
 */
public record Ran(
    String where,
    int release,
    Build build,
    Instant since,
    Instant until,
    Set<String> bindingTypes) {

  /** What the source has run, the latest first; empty where there is no source to be seen. */
  public static List<Ran> of(PromotedFrom from, Promotion promotion) {
    return from.record() == null
        ? promotion
            .source()
            .map(source -> of(from.namespace() + "/" + from.name(), source))
            .orElse(List.of())
        : List.of(of(from.record()));
  }

  private static Ran of(PromotionRecord record) {
    return new Ran(
        record.app() == null ? "the recorded app" : record.app(),
        record.release() == null ? 0 : record.release(),
        Build.of(record),
        Instant.parse(record.readySince()),
        null,
        new TreeSet<>(record.bindingTypes()));
  }

  private static List<Ran> of(String where, Promotion.Source source) {
    List<Ran> ran = new ArrayList<>();
    Instant next = null;
    for (Release release :
        Ledger.of(source.records().stream().map(ReleaseRecord::read).toList()).releases()) {
      if (release.outcome() == ReleaseOutcome.Current) {
        ran.add(
            new Ran(
                where,
                release.number(),
                Build.of(release.inputs()),
                next == null ? source.readySince() : release.createdAt(),
                next,
                bindingTypes(release.inputs())));
        next = release.createdAt();
      }
    }
    return ran;
  }

  /** The types of a release's backing services. */
  public static Set<String> bindingTypes(ReleaseInputs inputs) {
    return inputs.bindings().stream()
        .map(BindingInput::type)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether it ran for so long; how long it took to come up is counted in, once it is replaced. */
  boolean ranFor(Duration wanted, Instant now) {
    return wanted.isZero()
        || (since != null && !since.plus(wanted).isAfter(until == null ? now : until));
  }

  /** Itself, for people. */
  public String named() {
    return release == 0 ? where : "release %d of %s".formatted(release, where);
  }
}
