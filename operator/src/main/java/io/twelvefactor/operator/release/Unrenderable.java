package io.twelvefactor.operator.release;

/** A spec that the schema lets pass and that still cannot be turned into objects. */
public final class Unrenderable extends RuntimeException {
  private final String reason;

  /**
   * @param message what is wrong, where (field path), and what to do
   */
  public Unrenderable(String message) {
    this("SpecInvalid", message);
  }

  /**
   * @param reason one CamelCase word for programs
   * @param message what is wrong, where (field path), and what to do
   */
  public Unrenderable(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What it holds: everything, until the spec or a setting is changed. */
  public Hold hold() {
    return Hold.stalled(reason, getMessage());
  }
}
