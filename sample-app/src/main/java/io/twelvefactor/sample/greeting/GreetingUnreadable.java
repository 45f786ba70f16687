package io.twelvefactor.sample.greeting;

/** The table was reached but holds no usable greeting; trying again at once would not help. */
public final class GreetingUnreadable extends RuntimeException {
  GreetingUnreadable(String message) {
    super(message);
  }
}
