package io.twelvefactor.operator.it;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what the operator and its libraries log, at the finest level there is. */
final class OperatorLog extends Handler implements AutoCloseable {
  private static final Logger OURS = Logger.getLogger("io.twelvefactor");
  private static final Logger FRAMEWORK = Logger.getLogger("io.javaoperatorsdk");

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  OperatorLog() {
    OURS.setLevel(Level.ALL);
    FRAMEWORK.setLevel(Level.ALL);
    OURS.addHandler(this);
    FRAMEWORK.addHandler(this);
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void publish(LogRecord entry) {
    StringBuilder line = new StringBuilder(String.valueOf(entry.getMessage()));
    if (entry.getParameters() != null) {
      for (Object parameter : entry.getParameters()) {
        line.append(' ').append(parameter);
      }
    }
    if (entry.getThrown() != null) {
      line.append(' ').append(entry.getThrown());
    }
    lines.add(line.toString());
  }

  @Override
  public void flush() {
    // nothing is kept back
  }

  @Override
  public void close() {
    OURS.removeHandler(this);
    FRAMEWORK.removeHandler(this);
    OURS.setLevel(null);
    FRAMEWORK.setLevel(null);
  }
}
