package io.twelvefactor.api.v1alpha1;

/** What a process speaks on its port. */
public enum Protocol {
  /** HTTP/1.1. */
  http,
  /** HTTP/2 without TLS. */
  h2c,
  /** gRPC. */
  grpc,
  /** Anything else on TCP. */
  tcp
}
