package dev.breakwater.operations;

/**
 * The database did not answer. Nothing of what was asked happened, unless the message says that
 * this is not known: the answer to a commit may be what was lost.
 */
public final class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(String message) {
    super(message);
  }

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
