package dev.breakwater.gateway.provider;

import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Arrays;
import java.util.Optional;

/** Google's way to say when to come back: a {@code RetryInfo} among the details of an error. */
final class RetryDelay {
  private static final String FIELD = "retryDelay";

  private RetryDelay() {}

  /** The delay as it is written, such as {@code 3.5s}; empty for any other body. */
  static Optional<String> in(byte[] body) {
    try {
      JsonObject error = Json.object(element(body)).object("error");
      if (error == null) {
        return Optional.empty();
      }
      for (JsonObject detail : error.objects("details")) {
        if (detail.isText(FIELD)) {
          return Optional.of(detail.text(FIELD, ""));
        }
      }
      return Optional.empty();
    } catch (MalformedBody e) {
      return Optional.empty();
    }
  }

  /** A stream that is one array fails as an array of one error. */
  private static byte[] element(byte[] body) {
    int start = 0;
    int end = body.length;
    while (start < end && body[start] <= ' ') {
      start++;
    }
    while (end > start && body[end - 1] <= ' ') {
      end--;
    }
    boolean isArray = end - start > 1 && body[start] == '[' && body[end - 1] == ']';
    return isArray ? Arrays.copyOfRange(body, start + 1, end - 1) : body;
  }
}
