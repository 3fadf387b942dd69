package dev.breakwater.server.http;

import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/**
 * What every answer of the API tells browsers: run nothing of it, guess nothing about it, keep
 * nothing, tell nobody where it came from. Nothing allows pages of other origins to read it.
 */
final class SafeHeaders {
  private static final Map<String, String> ALWAYS =
      Map.of(
          "cache-control", "no-store",
          "content-security-policy", "default-src 'none'; frame-ancestors 'none'",
          "referrer-policy", "no-referrer",
          "x-content-type-options", "nosniff");

  private SafeHeaders() {}

  /** Adds what the answer does not say itself. */
  static void addTo(HttpServerResponse response) {
    ALWAYS.forEach((name, value) -> {
      if (!response.headers().contains(name)) {
        response.putHeader(name, value);
      }
    });
  }
}
