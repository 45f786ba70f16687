package io.twelvefactor.operator.reconcile;

import io.quarkus.runtime.Quarkus;
import java.time.Duration;

/**
 * Ends this process because it must not act any more: in order where that works, and in any case.
 * An orderly end can hang on the very connection whose loss is the reason for it.
 */
final class Resignation implements Runnable {
  /** Below the 30 seconds that a pod has for its end. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private static final int EXIT_CODE = 1;

  @Override
  public void run() {
    Quarkus.asyncExit(EXIT_CODE);
    Thread last = new Thread(Resignation::afterGrace, "resignation");
    last.setDaemon(true);
    last.start();
  }

  private static void afterGrace() {
    try {
      Thread.sleep(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
