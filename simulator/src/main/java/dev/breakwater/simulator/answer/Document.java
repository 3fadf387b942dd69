package dev.breakwater.simulator.answer;

import dev.breakwater.simulator.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A whole HTTP answer.
 *
 * @param status HTTP status
 * @param contentType of the body
 * @param body its bytes
 * @param headers that it has beside the vendor's usual ones
 */
public record Document(int status, String contentType, Buffer body, Map<String, String> headers) {
  public static final String JSON = "application/json";

  public Document(int status, String contentType, Buffer body) {
    this(status, contentType, body, Map.of());
  }

  /** A JSON document. */
  public static Document json(int status, JsonNode body) {
    return new Document(status, JSON, Buffer.buffer(Json.bytes(body)));
  }
}
