package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * The log of one container, line by line.
 *
 * @param namespace of the pod
 * @param pod its name
 * @param container whose log it is
 * @param follow until the container ends
 * @param tail how many of the last lines, or null for all
 */
record PodLog(String namespace, String pod, String container, boolean follow, Integer tail) {
  /** Prints it; why it could not be read, if so. */
  Optional<String> print(KubernetesClient client, String prefix, PrintWriter out) {
    HttpClient http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(client.getConfiguration().getMasterUrl() + path())
            .forStreaming()
            .build();
    try {
      HttpResponse<InputStream> response = http.sendAsync(request, InputStream.class).join();
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        if (!response.isSuccessful()) {
          return Optional.of("the cluster answers with status " + response.code());
        }
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          synchronized (out) {
            out.println(prefix + line);
            out.flush();
          }
        }
        return Optional.empty();
      }
    } catch (IOException | CompletionException | KubernetesClientException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private String path() {
    return "api/v1/namespaces/%s/pods/%s/log?container=%s&follow=%s%s"
        .formatted(namespace, pod, container, follow, tail == null ? "" : "&tailLines=" + tail);
  }
}
