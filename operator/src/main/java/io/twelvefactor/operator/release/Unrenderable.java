package io.twelvefactor.operator.release;

/** A spec that the schema lets pass and that still cannot be turned into objects. */
public final class Unrenderable extends RuntimeException {
  /**
   * @param message what is wrong, where (field path), and what to do
   */
  public Unrenderable(String message) {
    super(message);
  }
}
