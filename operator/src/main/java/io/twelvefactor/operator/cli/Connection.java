package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.operator.cli.Cli.BadInput;
import java.io.File;
import java.net.HttpURLConnection;
import picocli.CommandLine.Option;

/** Which cluster and namespace is meant: as kubectl has it, with its options and its files. */
final class Connection {
  private static final String UNKNOWN_FIELD = "strict decoding error: ";

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig file. Default: KUBECONFIG, or ~/.kube/config.")
  private File kubeconfig;

  @Option(names = "--context", description = "The context in it. Default: the current one.")
  private String context;

  @Option(
      names = {"-n", "--namespace"},
      description = "The namespace. Default: that of the context.")
  private String namespace;

  /** A client as the user of the context. */
  KubernetesClient open() {
    Config config = read();
    if (context != null
        && (config.getCurrentContext() == null
            || !context.equals(config.getCurrentContext().getName()))) {
      throw new BadInput(
          "there is no context '%s' in the kubeconfig; `kubectl config get-contexts` lists them"
              .formatted(context));
    }
    ConfigBuilder builder = new ConfigBuilder(config).withRequestRetryBackoffLimit(0);
    if (namespace != null) {
      builder.withNamespace(namespace);
    } else if (config.getNamespace() == null) {
      builder.withNamespace("default");
    }
    return new KubernetesClientBuilder().withConfig(builder.build()).build();
  }

  private Config read() {
    if (kubeconfig == null) {
      return Config.autoConfigure(context);
    }
    if (!kubeconfig.isFile()) {
      throw new BadInput(kubeconfig + " cannot be read: there is no such file");
    }
    return Config.fromKubeconfig(context, kubeconfig);
  }

  /** Of a field that it does not know, the API server tells behind the whole object. */
  private static String brief(String message) {
    int decoding = message.lastIndexOf(UNKNOWN_FIELD);
    return decoding < 0
        ? message
        : message.substring(decoding + UNKNOWN_FIELD.length())
            + ": this cluster's TwelveFactorApp has no such field; its definition is an older one";
  }

  /** What the cluster's refusal means, for people. */
  static String explain(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_UNAUTHORIZED ->
            "the cluster does not know you: log in again (%s)"
                .formatted(e.getStatus().getMessage());
        case HttpURLConnection.HTTP_FORBIDDEN ->
            "you may not do this: " + e.getStatus().getMessage();
        default -> brief(e.getStatus().getMessage());
      };
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return "the cluster cannot be reached: %s: %s"
        .formatted(cause.getClass().getSimpleName(), cause.getMessage());
  }
}
