package dev.breakwater.server.api;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;

/** What is asked of calls that a browser makes by itself, or another page makes it make. */
public final class BrowserCalls {
  private BrowserCalls() {}

  /**
   * @throws ApiProblem 403 when the page of another site makes the call
   */
  public static void refuseForeign(MultiMap headers) {
    if ("cross-site".equalsIgnoreCase(headers.get("sec-fetch-site"))) {
      throw ApiProblem.of(403, "The page of another site may not call this.");
    }
  }

  /**
   * Forms can send a few types without being asked, and JSON is none of them.
   *
   * @throws ApiProblem 415 when it is not said to be JSON
   */
  public static void requireJson(MultiMap headers) {
    String type = headers.get("content-type");
    String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!media.equals("application/json")) {
      throw ApiProblem.of(
          415, "A call from a browser has to have 'Content-Type: application/json'.");
    }
  }

  /** Whether a method changes nothing. */
  static boolean isReading(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }
}
