package dev.breakwater.wire.json;

/** A body that cannot be read: the message names the place and what was expected there. */
public final class MalformedBody extends Exception {
  private final String field;

  /**
   * @param field a JSON path such as {@code messages[2].content}; empty when the text as a whole is
   *     at fault
   */
  public MalformedBody(String field, String message) {
    super(message);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
