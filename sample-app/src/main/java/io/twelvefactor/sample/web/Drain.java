package io.twelvefactor.sample.web;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Sends clients that keep connections open elsewhere before the listener closes.
 *
 * <p>Readiness alone keeps new connections away; one that is already open stays until its answer
 * says {@code Connection: close}, and would else be cut between two requests.
 */
@ApplicationScoped
public class Drain {

  private static final int BEFORE_ALL_OTHERS = 1000;

  private volatile boolean draining;

  void register(@Observes Filters filters) {
    filters.register(
        exchange -> {
          if (draining) {
            exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
          }
          exchange.next();
        },
        BEFORE_ALL_OTHERS);
  }

  void begin(@Observes ShutdownDelayInitiatedEvent event) {
    draining = true;
  }
}
