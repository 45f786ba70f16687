package io.twelvefactor.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twelvefactor.operator.cli.Cli.BadInput;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a registry for the digest that a tag stands for.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI
 *     distribution</a>
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">tokens</a>
 */
final class Registry {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** An index before a manifest: pinned to one platform, an image would not run on another. */
  private static final String ACCEPTED =
      String.join(
          ", ",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final RegistryLogin login;

  Registry(RegistryLogin login) {
    this.login = login;
  }

  /** The digest, as {@code sha256:} and 64 hex digits. */
  String digest(ImageReference image) {
    HttpResponse<byte[]> answer = manifest(image, null);
    if (answer.statusCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      answer = manifest(image, authorization(image, answer));
    }
    return switch (answer.statusCode()) {
      case HttpURLConnection.HTTP_OK -> digest(answer);
      case HttpURLConnection.HTTP_NOT_FOUND ->
          throw new BadInput(
              "%s has no tag %s of %s"
                  .formatted(image.registry(), image.tag(), image.repository()));
      case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
          throw new BadInput(
              "%s does not let you read %s; log in with `docker login %s`"
                  .formatted(image.registry(), image.repository(), image.registry()));
      default ->
          throw new BadInput(
              "%s answers with status %d".formatted(image.registry(), answer.statusCode()));
    };
  }

  private HttpResponse<byte[]> manifest(ImageReference image, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(image.manifestUrl()))
            .timeout(PATIENCE)
            .header("Accept", ACCEPTED);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return send(request.build());
  }

  /** The content is hashed rather than a header believed: what is pinned is what was read. */
  private static String digest(HttpResponse<byte[]> answer) {
    String digest = "sha256:" + sha256(answer.body());
    Optional<String> told = answer.headers().firstValue("Docker-Content-Digest");
    if (told.filter(header -> DIGEST.matcher(header).matches()).isPresent()
        && !told.get().equals(digest)) {
      throw new BadInput(
          "the registry says %s of a manifest that is %s".formatted(told.get(), digest));
    }
    return digest;
  }

  private String authorization(ImageReference image, HttpResponse<byte[]> refusal) {
    String challenge = refusal.headers().firstValue("WWW-Authenticate").orElse("");
    Optional<String> basic = login.basic(image.loginKey()).map(pair -> "Basic " + pair);
    if (!challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return basic.orElse(null);
    }
    boolean plain = image.manifestUrl().startsWith("http:");
    return token(challenge, basic.orElse(null), plain).map(token -> "Bearer " + token).orElse(null);
  }

  /**
   * @param plain whether the registry itself is asked without TLS; elsewhere a login is not sent so
   */
  private Optional<String> token(String challenge, String basic, boolean plain) {
    String realm = null;
    StringBuilder query = new StringBuilder();
    Matcher parameters = PARAMETER.matcher(challenge);
    while (parameters.find()) {
      if (parameters.group(1).equals("realm")) {
        realm = parameters.group(2);
      } else if (!parameters.group(1).equals("error")) {
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(parameters.group(1))
            .append('=')
            .append(URLEncoder.encode(parameters.group(2), StandardCharsets.UTF_8));
      }
    }
    if (realm == null) {
      return Optional.empty();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(realm + query)).timeout(PATIENCE);
    if (basic != null && (plain || realm.startsWith("https:"))) {
      request.header("Authorization", basic);
    }
    HttpResponse<byte[]> answer = send(request.build());
    if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(answer.body());
      return Optional.of(json.path("token").asText(json.path("access_token").asText()))
          .filter(token -> !token.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new BadInput(
          "%s cannot be reached: %s"
              .formatted(
                  request.uri().getAuthority(),
                  e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BadInput("interrupted");
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
