package dev.breakwater.server.config;

/**
 * Something in the configuration that is wrong or without effect.
 *
 * @param path such as {@code chains.production.maxRetries}; empty for the file as a whole
 * @param message what is wrong and what to do
 */
public record Problem(Origin origin, String path, String message) {
  @Override
  public String toString() {
    return origin + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
