package io.twelvefactor.operator.observe;

import java.util.Set;

/**
 * What is known of the content of a ConfigMap or Secret.
 *
 * @param digest hex digest of all keys and values; of a Secret an HMAC
 * @param keys the key names
 */
public record Content(String digest, Set<String> keys) {}
