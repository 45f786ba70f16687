package io.twelvefactor.operator.it;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.twelvefactor.testing.ControlPlane;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Creates apps as {@code kubectl create --dry-run=server} does, and hears what is said to that. */
final class Apply implements AutoCloseable {
  private static final Pattern WARNING =
      Pattern.compile(
          "299 - \"Validation failed for ValidatingAdmissionPolicy '[^']*' with binding '[^']*': (.*)\"");

  /** Set apart from the name of the policy, what is left of a refusal is the rule's sentence. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "ValidatingAdmissionPolicy '[^']*' with binding '[^']*' denied request: (.*?)\\.? Received status.*",
          Pattern.DOTALL);

  private final List<String> warnings = new ArrayList<>();
  private final KubernetesClient client;

  /** What was said to an app: why it was refused, if it was, and every warning. */
  record Answer(Optional<String> refusal, List<String> warnings) {}

  Apply(ControlPlane controlPlane) {
    client =
        new KubernetesClientBuilder()
            .withConfig(controlPlane.config())
            .withHttpClientBuilderConsumer(
                http ->
                    http.addOrReplaceInterceptor(
                        "warnings",
                        new Interceptor() {
                          @Override
                          public void after(
                              HttpRequest request,
                              HttpResponse<?> response,
                              AsyncBody.Consumer<List<ByteBuffer>> consumer) {
                            warnings.addAll(response.headers("Warning"));
                          }
                        }))
            .build();
  }

  Answer dryRun(String namespace, String yaml) {
    Map<?, ?> app = client.getKubernetesSerialization().unmarshal(yaml, Map.class);
    warnings.clear();
    Optional<String> refusal = Optional.empty();
    try {
      client.raw(
          "/apis/twelvefactor.io/v1alpha1/namespaces/%s/twelvefactorapps?dryRun=All&fieldValidation=Strict"
              .formatted(namespace),
          "POST",
          app);
    } catch (KubernetesClientException e) {
      Matcher matcher = REFUSAL.matcher(e.getMessage());
      refusal = Optional.of(matcher.find() ? matcher.group(1) : e.getMessage());
    }
    return new Answer(
        refusal,
        warnings.stream()
            .map(WARNING::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1).replace("\\\"", "\"").replace("\\\\", "\\"))
            .toList());
  }

  @Override
  public void close() {
    client.close();
  }
}
