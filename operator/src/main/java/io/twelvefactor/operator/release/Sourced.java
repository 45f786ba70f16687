package io.twelvefactor.operator.release;

import io.twelvefactor.operator.observe.Reference;

/** An input of a release whose content lives elsewhere. */
interface Sourced {
  /** Where the content lives; null where it is in the spec. */
  Reference source();

  /** The same input, whatever its source holds. */
  Sourced withoutContent();
}
