package io.twelvefactor.operator.release;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Gathers what a release lacks, so that all of it is told at once. */
final class Gaps {
  private final List<Gap> found = new ArrayList<>();

  void config(String reason, String message) {
    found.add(new Gap(Gap.Subject.CONFIG, reason, message, false));
  }

  /** What only somebody's hand can mend. */
  void configForGood(String reason, String message) {
    found.add(new Gap(Gap.Subject.CONFIG, reason, message, true));
  }

  void service(String reason, String message) {
    found.add(new Gap(Gap.Subject.BACKING_SERVICE, reason, message, false));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** The hold they add up to: the first gap gives the reason, all give the message. */
  Hold hold() {
    return new Hold(
        found.get(0).reason(),
        found.stream().map(Gap::message).collect(Collectors.joining("; ")),
        found.stream().anyMatch(Gap::terminal),
        null,
        List.copyOf(found));
  }
}
