package dev.breakwater.simulator.answer;

import dev.breakwater.simulator.json.Json;
import io.vertx.core.buffer.Buffer;
import tools.jackson.databind.JsonNode;

/**
 * A whole HTTP answer.
 *
 * @param status HTTP status
 * @param contentType of the body
 * @param body its bytes
 */
public record Document(int status, String contentType, Buffer body) {
  public static final String JSON = "application/json";

  /** A JSON document. */
  public static Document json(int status, JsonNode body) {
    return new Document(status, JSON, Buffer.buffer(Json.bytes(body)));
  }
}
