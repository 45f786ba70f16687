package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** Tells apart why the API server said no. */
public final class Refusals {
  private static final int UNPROCESSABLE = 422;

  private Refusals() {}

  /** Whether the object itself is at fault, so that trying again with the same cannot help. */
  public static boolean isOfTheObject(KubernetesClientException e) {
    return !isNamespaceGoing(e)
        && (e.getCode() == UNPROCESSABLE
            || e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST
            || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN);
  }

  /** Whether nothing can be created because the namespace is being deleted. */
  public static boolean isNamespaceGoing(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus())
        .map(status -> status.getDetails())
        .map(StatusDetails::getCauses)
        .orElse(List.of())
        .stream()
        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
  }

  /** What the server said, for people. */
  public static String messageOf(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getMessage() == null
        ? e.getMessage()
        : e.getStatus().getMessage();
  }
}
