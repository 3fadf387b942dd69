package dev.breakwater.gateway.usage;

/**
 * The database did not take or give what was asked; nothing of it happened, it may be asked again.
 */
public final class LedgerUnavailable extends Exception {
  public LedgerUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
