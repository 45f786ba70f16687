package io.twelvefactor.operator.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash that tells one release from another: SHA-256 over the canonical JSON of {@link
 * ReleaseInputs} (sorted keys, absent values left out, so a field that a later version of the
 * operator adds changes no fingerprint until it is used).
 */
public final class Fingerprint {
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Fingerprint() {}

  /** The fingerprint of a release's inputs, 64 hex digits. */
  public static String of(ReleaseInputs inputs) {
    return hash(inputs);
  }

  /** The hash of any value by its canonical JSON, 64 hex digits. */
  public static String hash(Object value) {
    try {
      // A tree first: free-form nodes keep their order otherwise, and order means nothing in them.
      Object tree = CANONICAL.treeToValue(CANONICAL.valueToTree(value), Object.class);
      byte[] json = CANONICAL.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("no canonical form of " + value.getClass(), e);
    }
  }
}
