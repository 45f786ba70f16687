package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;

/** What is known of the object that stands for a backing service. */
public sealed interface ServiceFact {
  /** The custom resource, as it is. */
  record Resource(GenericKubernetesResource object) implements ServiceFact {}

  /** The other app, as it is declared. */
  record App(TwelveFactorApp app) implements ServiceFact {}

  /**
   * It cannot be seen.
   *
   * @param reason one CamelCase word for programs
   * @param message why, and what to do
   */
  record Unseen(String reason, String message) implements ServiceFact {}
}
