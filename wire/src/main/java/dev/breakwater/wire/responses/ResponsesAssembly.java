package dev.breakwater.wire.responses;

import dev.breakwater.wire.format.AnswerAssembly;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The response that the last event of its stream holds whole. Servers that leave its output empty
 * have given the items one by one.
 */
final class ResponsesAssembly implements AnswerAssembly {
  private final Map<Long, ObjectNode> items = new TreeMap<>();
  private @Nullable ObjectNode response;

  @Override
  public void add(byte[] data, int start, int end) throws MalformedBody {
    byte[] own = Arrays.copyOfRange(data, start, end);
    if (isDone(own)) {
      return;
    }
    JsonObject event = Json.object(own);
    switch (event.text("type", "")) {
      case "response.output_item.done" -> {
        JsonObject item = event.object("item");
        if (item != null) {
          items.put(event.count("output_index"), item.node());
        }
      }
      case "response.completed", "response.incomplete" -> {
        JsonObject whole = event.object("response");
        response = whole == null ? response : whole.node();
      }
      default -> {
        // The pieces stand in their items once more.
      }
    }
  }

  /** Some servers end every stream as chat completions end. */
  private static boolean isDone(byte[] data) {
    return data.length <= 16 && new String(data, StandardCharsets.UTF_8).strip().equals("[DONE]");
  }

  @Override
  public byte[] whole() throws MalformedBody {
    if (response == null) {
      throw new MalformedBody("response", "the stream ended without its 'response'");
    }
    boolean isEmpty = !(response.get("output") instanceof ArrayNode output) || output.isEmpty();
    if (isEmpty) {
      ArrayNode output = response.putArray("output");
      items.values().forEach(output::add);
    }
    return Json.write(response);
  }
}
