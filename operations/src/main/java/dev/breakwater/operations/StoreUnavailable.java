package dev.breakwater.operations;

/** The database did not answer; nothing of what was asked happened. */
public final class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
