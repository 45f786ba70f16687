package io.twelvefactor.testing;

import io.fabric8.kubernetes.client.Config;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The private key in a kubeconfig. */
final class ClientKey {
  private ClientKey() {}

  /**
   * RSA or EC: fabric8 takes any key that does not name its kind for RSA, and fails when it is not.
   */
  static String algorithm(Config config) {
    String pem =
        new String(
            Base64.getDecoder().decode(config.getClientKeyData()), StandardCharsets.US_ASCII);
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(der))
          .getAlgorithm();
    } catch (GeneralSecurityException notElliptic) {
      return "RSA";
    }
  }
}
