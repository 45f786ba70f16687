package io.twelvefactor.operator.appconfig;

import io.twelvefactor.appconfig.Configuration;
import java.time.Instant;

/**
 * Content of a profile as the operator was given it last.
 *
 * @param version AppConfig's version label, or the beginning of the content's SHA-256
 * @param contentType the media type; may be empty
 * @param text the content
 * @param since when this content came
 */
public record Snapshot(String version, String contentType, String text, Instant since) {

  static Snapshot of(Configuration configuration) {
    return new Snapshot(
        configuration.version().isEmpty() ? configuration.digest() : configuration.version(),
        configuration.contentType(),
        configuration.text(),
        configuration.receivedAt());
  }

  /** Without the content, which is nobody's but the app's. */
  @Override
  public String toString() {
    return "Snapshot[version=%s, contentType=%s, %d characters, since=%s]"
        .formatted(version, contentType, text.length(), since);
  }
}
