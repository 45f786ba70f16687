package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.twelvefactor.operator.sample.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An API server that answers what it is told, one answer a request. It applies nothing. */
public final class Server implements AutoCloseable {
  private static final int REQUEST_TIMEOUT_MILLIS = 3_000;

  /** Kept, since loggers are held weakly and forget their level. */
  private static final Logger NOISE = Logger.getLogger(MockWebServer.class.getName());

  static {
    NOISE.setLevel(Level.WARNING);
  }

  private final MockWebServer server = new MockWebServer();
  private final KubernetesClient client;

  public Server() {
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://localhost:" + server.getPort())
            .withNamespace(Sample.NAMESPACE)
            .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
            .withRequestRetryBackoffInterval(10)
            .withRequestRetryBackoffLimit(2)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  public KubernetesClient client() {
    return client;
  }

  /** Answers with an object. */
  public Server answers(HasMetadata object) {
    server.enqueue(
        new MockResponse()
            .setResponseCode(200)
            .setHeader("Content-Type", "application/json")
            .setBody(client.getKubernetesSerialization().asJson(object)));
    return this;
  }

  /** Answers with an error as the API server words it. */
  public Server fails(int code, String message) {
    server.enqueue(failure(code, message));
    return this;
  }

  /** Does what it is asked, and its answer comes too late. */
  public Server answersTooLate(HasMetadata object) {
    server.enqueue(
        new MockResponse()
            .setResponseCode(200)
            .setBody(client.getKubernetesSerialization().asJson(object))
            .setBodyDelay(REQUEST_TIMEOUT_MILLIS * 3L, TimeUnit.MILLISECONDS));
    return this;
  }

  private MockResponse failure(int code, String message) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(
            client
                .getKubernetesSerialization()
                .asJson(
                    new StatusBuilder()
                        .withStatus("Failure")
                        .withCode(code)
                        .withMessage(message)
                        .build()));
  }

  /** The requests so far, as method and path. */
  public List<String> requests() {
    return recorded().stream().map(r -> r.getMethod() + " " + r.getPath()).toList();
  }

  /** The requests so far. */
  public List<RecordedRequest> recorded() {
    List<RecordedRequest> all = new ArrayList<>();
    try {
      for (RecordedRequest r = next(); r != null; r = next()) {
        all.add(r);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  private RecordedRequest next() throws InterruptedException {
    return server.takeRequest(0, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
