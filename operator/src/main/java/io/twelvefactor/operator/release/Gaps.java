package io.twelvefactor.operator.release;

import java.util.ArrayList;
import java.util.List;

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

  void logs(String reason, String message) {
    found.add(new Gap(Gap.Subject.LOGS, reason, message, false));
  }

  /** What the app, or an administrator, must change. */
  void logsForGood(String reason, String message) {
    found.add(new Gap(Gap.Subject.LOGS, reason, message, true));
  }

  void exposure(String reason, String message) {
    found.add(new Gap(Gap.Subject.EXPOSURE, reason, message, false));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** The hold they add up to. */
  Hold hold() {
    return Hold.of(found);
  }
}
