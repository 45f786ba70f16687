package io.twelvefactor.sample.admin;

/** AWS was not reached, or did not finish in time; a second run may succeed. */
final class NotInTime extends RuntimeException {
  NotInTime(String message) {
    super(message);
  }
}
