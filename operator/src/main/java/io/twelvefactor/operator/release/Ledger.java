package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.ReleaseOutcome;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The releases of an app that are kept, newest first. */
public record Ledger(List<Release> releases) {

  public static Ledger of(Collection<Release> releases) {
    return new Ledger(
        releases.stream().sorted(Comparator.comparingInt(Release::number).reversed()).toList());
  }

  /** The release with the highest number. */
  public Optional<Release> latest() {
    return releases.stream().findFirst();
  }

  /** The release that runs: the latest that was ever brought up whole. */
  public Optional<Release> current() {
    return releases.stream()
        .filter(release -> release.outcome() == ReleaseOutcome.Current)
        .findFirst();
  }

  /** The release the app is, or was last, on its way to: the latest, unless that was given back. */
  public Optional<Release> standing() {
    return latest().filter(release -> !release.fate().withdrawn()).or(this::current);
  }

  /** The release of that number. */
  public Optional<Release> find(int number) {
    return releases.stream().filter(release -> release.number() == number).findFirst();
  }

  /** The same with a release in it, in the place of the one of its number. */
  public Ledger with(Release release) {
    return of(
        Stream.concat(
                Stream.of(release),
                releases.stream().filter(other -> other.number() != release.number()))
            .toList());
  }

  /** Releases beyond what history keeps; never one of those to be kept. */
  public List<Release> beyond(int historyLimit, Collection<Release> keep) {
    List<Integer> kept = keep.stream().map(Release::number).toList();
    return releases.stream()
        .filter(release -> !kept.contains(release.number()))
        .skip(historyLimit)
        .toList();
  }
}
