package io.twelvefactor.api.v1alpha1;

/** The API by which a process is exposed. */
public enum ExposureVia {
  /** networking.k8s.io/v1 Ingress. */
  Ingress,
  /** gateway.networking.k8s.io/v1 HTTPRoute. */
  HTTPRoute
}
