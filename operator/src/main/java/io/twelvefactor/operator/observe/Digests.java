package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Digests of contents. Every key and value is hashed with its length before it, so that no two
 * contents share a digest by where one ends and the next begins.
 */
public final class Digests {
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param key of the HMAC for Secrets; random, kept by the operator, at least 32 bytes
   */
  public Digests(byte[] key) {
    this.key = new SecretKeySpec(key, HMAC);
  }

  /** SHA-256 of a ConfigMap's data and binary data, 64 hex digits. */
  public static String of(ConfigMap map) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      feed(map.getData(), digest::update);
      digest.update((byte) 0);
      feed(map.getBinaryData(), digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HMAC-SHA-256 of a Secret's data, 64 hex digits; says nothing without the operator's key. */
  public String of(Secret secret) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      feed(secret.getData(), mac::update);
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Sink {
    void accept(byte[] bytes);
  }

  private static void feed(Map<String, String> data, Sink sink) {
    Map<String, String> sorted = new TreeMap<>(Objects.requireNonNullElse(data, Map.of()));
    sorted.forEach(
        (name, value) -> {
          feed(name, sink);
          feed(value, sink);
        });
  }

  private static void feed(String text, Sink sink) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sink.accept((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    sink.accept(bytes);
  }
}
