package dev.breakwater.clients.lines;

import java.util.Map;

/**
 * A failure as the library shows it to its user.
 *
 * @param type the exception's class
 * @param status 0 when the library does not tell one
 * @param headers names in lower case, empty when the library does not tell them
 */
public record Raised(
    String type,
    int status,
    String code,
    String errorType,
    String message,
    Map<String, String> headers) {

  /** A failure of which only the exception is known. */
  public static Raised plain(Throwable failure) {
    return of(failure, 0, "", "", Map.of());
  }

  public static Raised of(
      Throwable failure, int status, String code, String errorType, Map<String, String> headers) {
    return new Raised(
        failure.getClass().getSimpleName(),
        status,
        code,
        errorType,
        String.valueOf(failure.getMessage()),
        headers);
  }
}
