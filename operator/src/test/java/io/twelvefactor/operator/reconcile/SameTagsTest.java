package io.twelvefactor.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // the registry that Quarkus brings
class SameTagsTest {
  private final io.micrometer.prometheus.PrometheusMeterRegistry registry =
      new io.micrometer.prometheus.PrometheusMeterRegistry(
          io.micrometer.prometheus.PrometheusConfig.DEFAULT);

  @Test
  void eventsAreCountedWithAndWithoutTheirAction() {
    // Given
    registry.config().meterFilter(new Wiring.SameTags());
    registry.throwExceptionOnRegistrationFailure();
    // When
    assertThatCode(this::count).doesNotThrowAnyException();
    // Then
    assertThat(registry.scrape()).contains("action=\"ADDED\"", "action=\"none\"");
  }

  /** Should this fail, the filter is no longer needed. */
  @Test
  void withoutTheFilterTheyAreNot() {
    registry.throwExceptionOnRegistrationFailure();
    assertThatThrownBy(this::count).hasMessageContaining("tag keys");
  }

  private void count() {
    registry.counter("events.received", "event", "a", "action", "ADDED").increment();
    registry.counter("events.received", "event", "a").increment();
  }
}
