package dev.breakwater.operations;

/** Somebody who administers may not have what they ask. Nothing has changed. */
public final class Refused extends RuntimeException {
  private final Why why;
  private final String field;

  /** What is in the way. */
  public enum Why {
    /** There is no such thing, or none that the caller may know of. */
    ABSENT,
    /** It is more than the caller has. */
    FORBIDDEN,
    /** It does not go with what is there. */
    CONFLICT,
    /** What was sent makes no sense. */
    WRONG
  }

  private Refused(Why why, String field, String message) {
    super(message, null, false, false);
    this.why = why;
    this.field = field;
  }

  public static Refused absent(String message) {
    return new Refused(Why.ABSENT, "", message);
  }

  public static Refused forbidden(String message) {
    return new Refused(Why.FORBIDDEN, "", message);
  }

  public static Refused conflict(String message) {
    return new Refused(Why.CONFLICT, "", message);
  }

  /**
   * @param field the one at fault
   */
  public static Refused wrong(String field, String message) {
    return new Refused(Why.WRONG, field, message);
  }

  public Why why() {
    return why;
  }

  /** The field at fault; empty when the fault is no field's. */
  public String field() {
    return field;
  }
}
