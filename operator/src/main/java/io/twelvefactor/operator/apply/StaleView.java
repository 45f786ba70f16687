package io.twelvefactor.operator.apply;

/** What was seen is not what is there: watches are behind, or somebody was faster. Look again. */
public final class StaleView extends RuntimeException {
  StaleView(String message) {
    super(message);
  }
}
