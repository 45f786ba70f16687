package io.twelvefactor.operator.release;

import io.twelvefactor.operator.names.Names;
import java.util.Map;

/** Where a process of another app is reached: through its Service, within the cluster. */
final class AppAddress {
  private static final int HTTP_PORT = 80;

  private AppAddress() {}

  /** The keys {@code url}, {@code host} and {@code port} of a process that binds a port. */
  static Map<String, String> of(String namespace, String app, PodInputs process) {
    String host = "%s.%s.svc".formatted(Names.of(app, process.name()), namespace);
    int port = process.servicePort();
    String scheme =
        switch (process.spoken()) {
          case http, h2c -> "http";
          case grpc -> "grpc";
          case tcp -> "tcp";
        };
    String url =
        "%s://%s%s"
            .formatted(scheme, host, scheme.equals("http") && port == HTTP_PORT ? "" : ":" + port);
    return Map.of("url", url, "host", host, "port", String.valueOf(port));
  }
}
