package io.twelvefactor.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;

/**
 * One request that the API server answered.
 *
 * @param user the user the request counted for: the impersonated one, where there is one
 * @param resource the plural and, after a slash, the subresource, such as {@code
 *     deployments/scale}; empty for what is no resource
 */
public record AuditedRequest(
    Instant at,
    String user,
    String userAgent,
    String verb,
    String group,
    String resource,
    String namespace,
    String name,
    int code,
    String uri) {

  private static final Set<String> WRITING =
      Set.of("create", "update", "patch", "delete", "deletecollection");

  static AuditedRequest of(JsonNode event) {
    JsonNode object = event.path("objectRef");
    String subresource = object.path("subresource").asText();
    JsonNode impersonated = event.path("impersonatedUser").path("username");
    return new AuditedRequest(
        Instant.parse(event.path("requestReceivedTimestamp").asText()),
        impersonated.asText(event.path("user").path("username").asText()),
        event.path("userAgent").asText(),
        event.path("verb").asText(),
        object.path("apiGroup").asText(),
        object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
        object.path("namespace").asText(),
        object.path("name").asText(),
        event.path("responseStatus").path("code").asInt(),
        event.path("requestURI").asText());
  }

  /** Whether it was meant to change something; also when it was refused, not when a dry run. */
  public boolean writes() {
    return WRITING.contains(verb) && !uri.contains("dryRun=All");
  }

  @Override
  public String toString() {
    return "%s %s %s %s/%s -> %d (%s, %s)"
        .formatted(at, verb, resource, namespace, name, code, user, userAgent);
  }
}
