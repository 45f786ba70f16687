package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.util.Base64;

/** The key under which Secrets are hashed: random, made once, kept in the operator's namespace. */
public final class FingerprintKey {
  private static final String NAME = "twelvefactor-operator-fingerprint-key";
  private static final String ENTRY = "key";
  private static final int BYTES = 32;

  private FingerprintKey() {}

  /** The key, made if there is none yet. Losing it makes every app with Secrets release anew. */
  public static byte[] load(KubernetesClient client, String namespace) {
    Secret stored = client.secrets().inNamespace(namespace).withName(NAME).get();
    if (stored == null) {
      stored = create(client, namespace);
    }
    return Base64.getDecoder().decode(stored.getData().get(ENTRY));
  }

  private static Secret create(KubernetesClient client, String namespace) {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(NAME)
            .withNamespace(namespace)
            .endMetadata()
            .addToData(ENTRY, Base64.getEncoder().encodeToString(key))
            .build();
    try {
      return client.resource(secret).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return client.secrets().inNamespace(namespace).withName(NAME).get();
      }
      throw e;
    }
  }
}
