package dev.breakwater.gateway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What stands in the path of a call to Gemini: {@code models/{model}:{action}}.
 *
 * @param model as asked for, decoded; may hold slashes
 * @param action such as {@code generateContent}
 */
record GeminiPath(String model, String action) {

  /**
   * @param path percent-encoded
   * @param prefix up to and with {@code models/}
   * @return empty when no action is named
   */
  static Optional<GeminiPath> of(String path, String prefix) {
    int colon = path.lastIndexOf(':');
    if (colon <= prefix.length()) {
      return Optional.empty();
    }
    String model = decoded(path.substring(prefix.length(), colon));
    return Optional.of(new GeminiPath(model, path.substring(colon + 1)));
  }

  /** A path's segment; a plus is a plus there. */
  static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment; // no encoding: the model will not be found, and the error shows it as sent
    }
  }
}
