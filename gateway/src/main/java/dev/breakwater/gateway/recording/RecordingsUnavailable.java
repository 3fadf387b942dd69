package dev.breakwater.gateway.recording;

/** The store of recordings cannot be reached. */
public final class RecordingsUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RecordingsUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
