package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import java.util.function.Consumer;

/** Which objects of a kind are watched. */
final class Selection {
  private Selection() {}

  static <T extends HasMetadata> Consumer<InformerEventSourceConfiguration.Builder<T>> labelled(
      String selector) {
    return informer -> informer.withLabelSelector(selector);
  }

  static <T extends HasMetadata> Consumer<InformerEventSourceConfiguration.Builder<T>> all() {
    return informer -> {};
  }
}
