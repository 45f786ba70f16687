package io.twelvefactor.sample.admin;

/** What was asked for cannot be done, now or in a second run. */
final class Refused extends RuntimeException {
  Refused(String message) {
    super(message);
  }
}
