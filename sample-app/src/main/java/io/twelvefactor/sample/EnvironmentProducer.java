package io.twelvefactor.sample;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hands the environment, checked by {@link Main} before, to the beans. */
final class EnvironmentProducer {

  @Produces
  @Singleton
  Environment environment() throws Environment.Malformed {
    return Environment.read(System.getenv());
  }
}
