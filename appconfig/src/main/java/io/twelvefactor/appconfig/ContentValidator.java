package io.twelvefactor.appconfig;

import java.util.Optional;

/** Says whether content may be used. */
@FunctionalInterface
public interface ContentValidator {

  /** Takes everything: for callers that judge the content later, each by its own rules. */
  ContentValidator ANY = configuration -> Optional.empty();

  /**
   * Why this content must not be used, as a clause without the content itself; empty when it may.
   */
  Optional<String> problemOf(Configuration configuration);
}
