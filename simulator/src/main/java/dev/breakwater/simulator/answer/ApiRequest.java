package dev.breakwater.simulator.answer;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A request to a vendor, read fully.
 *
 * @param method in upper case
 * @param path below the vendor's mount, still percent-encoded, such as {@code /v1/messages}
 * @param query decoded query parameters
 * @param headers names in any case
 * @param body as received; empty for none
 */
public record ApiRequest(
    String method, String path, MultiMap query, MultiMap headers, Buffer body) {

  /** A header's value without white space around it; null when it is missing, empty when it is. */
  public @Nullable String header(String name) {
    String value = headers.get(name);
    return value == null ? null : value.strip();
  }

  /**
   * The key of {@code Authorization: Bearer}; null without such a header, empty when it has no key.
   */
  public @Nullable String bearer() {
    String value = header("Authorization");
    if (value == null || !value.regionMatches(true, 0, "Bearer", 0, 6)) {
      return null;
    }
    return value.substring(6).strip();
  }
}
