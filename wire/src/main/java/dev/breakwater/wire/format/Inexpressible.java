package dev.breakwater.wire.format;

/**
 * A request asks for something that a protocol, or a model behind it, has no way to say; another
 * target may have one.
 */
public final class Inexpressible extends Exception {
  private final String field;

  /**
   * @param field the client's field or the feature, such as {@code n}
   * @param message a sentence that says who cannot express it
   */
  public Inexpressible(String field, String message) {
    super(message);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
