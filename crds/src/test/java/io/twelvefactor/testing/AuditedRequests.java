package io.twelvefactor.testing;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Requests to the API server, narrowed step by step. */
public final class AuditedRequests {
  private final List<AuditedRequest> requests;

  AuditedRequests(List<AuditedRequest> requests) {
    this.requests = List.copyOf(requests);
  }

  /** Those that arrived at this time or later. */
  public AuditedRequests since(Instant time) {
    return with(r -> !r.at().isBefore(time));
  }

  /** Those of this user, or of a client whose user agent begins so. */
  public AuditedRequests by(String userOrAgent) {
    return with(r -> r.user().equals(userOrAgent) || r.userAgent().startsWith(userOrAgent));
  }

  /** Those for objects in this namespace. */
  public AuditedRequests in(String namespace) {
    return with(r -> r.namespace().equals(namespace));
  }

  /** Those for this resource, such as {@code deployments} or {@code deployments/scale}. */
  public AuditedRequests of(String resource) {
    return with(r -> r.resource().equals(resource));
  }

  /** Those that a test does not care for, left out. */
  public AuditedRequests without(Predicate<AuditedRequest> which) {
    return with(which.negate());
  }

  /** The ones that were meant to change something. */
  public List<AuditedRequest> writes() {
    return with(AuditedRequest::writes).all();
  }

  /** All of them, oldest first. */
  public List<AuditedRequest> all() {
    return requests;
  }

  boolean any(Predicate<AuditedRequest> which) {
    return requests.stream().anyMatch(which);
  }

  private AuditedRequests with(Predicate<AuditedRequest> which) {
    return new AuditedRequests(requests.stream().filter(which).toList());
  }
}
