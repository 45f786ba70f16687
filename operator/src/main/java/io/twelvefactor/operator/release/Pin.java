package io.twelvefactor.operator.release;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code spec.release.rollbackTo} asks for.
 *
 * @param asked a release's number, or the beginning of its fingerprint
 */
public record Pin(String asked) {
  /** Reason where it names no release. */
  public static final String MISSING = "RollbackTargetMissing";

  /** Longest text of digits that is a number; a longer one is a fingerprint. */
  private static final int LONGEST_NUMBER = 9;

  /** The pin of a spec, if it has one. */
  public static Optional<Pin> of(TwelveFactorAppSpec spec) {
    IntOrString asked = spec.release() == null ? null : spec.release().rollbackTo();
    return Optional.ofNullable(asked)
        .map(value -> value.getIntVal() == null ? value.getStrVal() : value.getIntVal() + "")
        .map(Pin::new);
  }

  /** Whether a release was made because of this very pin. */
  public boolean madeFor(Release release) {
    return release.rollback().filter(rollback -> rollback.asked().equals(asked)).isPresent();
  }

  /** The release it names: of several with one fingerprint the latest. */
  public Optional<Release> named(Ledger ledger) {
    List<Release> matching = matching(ledger);
    return matching.stream().map(Release::fingerprint).distinct().count() == 1
        ? matching.stream().findFirst()
        : Optional.empty();
  }

  private List<Release> matching(Ledger ledger) {
    boolean isNumber = asked.length() <= LONGEST_NUMBER && asked.matches("[0-9]+");
    return ledger.releases().stream()
        .filter(
            release ->
                isNumber
                    ? release.number() == Integer.parseInt(asked)
                    : release.fingerprint().startsWith(asked))
        .toList();
  }

  /** Why it names no release, and which there are. */
  public String missing(Ledger ledger) {
    List<Release> matching = matching(ledger);
    return matching.isEmpty()
        ? "spec.release.rollbackTo: there is no release %s; there are: %s"
            .formatted(asked, numbers(ledger.releases()))
        : "spec.release.rollbackTo: %s begins the fingerprints of several releases (%s); give more of its digits"
            .formatted(asked, numbers(matching));
  }

  private static String numbers(List<Release> releases) {
    return releases.isEmpty()
        ? "none"
        : releases.stream()
            .map(release -> String.valueOf(release.number()))
            .collect(Collectors.joining(", "));
  }
}
