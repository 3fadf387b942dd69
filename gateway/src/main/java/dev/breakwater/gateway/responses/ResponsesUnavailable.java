package dev.breakwater.gateway.responses;

import org.jspecify.annotations.Nullable;

/** The kept answers cannot be read or written now; says why. */
public final class ResponsesUnavailable extends RuntimeException {
  public ResponsesUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
