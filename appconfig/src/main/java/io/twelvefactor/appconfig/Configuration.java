package io.twelvefactor.appconfig;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Content as it was delivered.
 *
 * @param version AppConfig's version label; empty when the profile has none
 * @param contentType the media type, such as {@code application/json}; may be empty
 * @param content the bytes, never empty
 * @param receivedAt when this process received them
 */
public record Configuration(
    String version, String contentType, byte[] content, Instant receivedAt) {

  public Configuration {
    content = content.clone();
  }

  @Override
  public byte[] content() {
    return content.clone();
  }

  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** A name for this content where it has no version label: twelve hex digits of its SHA-256. */
  public String digest() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether a reader would see no difference: a reopened session delivers what is known again. */
  boolean sameAs(Configuration other) {
    return version.equals(other.version)
        && contentType.equals(other.contentType)
        && Arrays.equals(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Configuration that
        && sameAs(that)
        && receivedAt.equals(that.receivedAt);
  }

  @Override
  public int hashCode() {
    return 31 * version.hashCode() + Arrays.hashCode(content);
  }

  /** Without the content: it may hold what does not belong in a log. */
  @Override
  public String toString() {
    return "Configuration[version=%s, contentType=%s, %d bytes, receivedAt=%s]"
        .formatted(version, contentType, content.length, receivedAt);
  }
}
