package dev.breakwater.gateway.responses;

import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.responses.KeptItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which of an answer's input items are listed.
 *
 * @param after the id of the item before the first, null to begin with the first
 * @param limit 1 to 100
 * @param ascending the oldest first
 */
public record ItemPage(@Nullable String after, int limit, boolean ascending) {
  /** OpenAI's, where a client does not say. */
  public static final int USUAL_LIMIT = 20;

  private static final int MOST = 100;

  /**
   * @throws IllegalArgumentException when the limit is out of range
   */
  public ItemPage {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("'limit' must be from 1 to " + MOST);
    }
  }

  byte[] of(KeptResponse response) {
    List<ObjectNode> items = items(response);
    if (!ascending) {
      Collections.reverse(items);
    }
    int start = 0;
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).path("id").asString().equals(after)) {
        start = i + 1;
      }
    }
    int end = Math.min(items.size(), start + limit);
    ObjectNode list = Json.object().put("object", "list");
    ArrayNode data = list.putArray("data");
    items.subList(start, end).forEach(data::add);
    list.set("first_id", data.isEmpty() ? null : data.get(0).get("id"));
    list.set("last_id", data.isEmpty() ? null : data.get(data.size() - 1).get("id"));
    return Json.write(list.put("has_more", end < items.size()));
  }

  /** As OpenAI lists them: each with an id and a status, texts as content parts. */
  private static List<ObjectNode> items(KeptResponse response) {
    List<ObjectNode> items = new ArrayList<>();
    try {
      for (KeptItem item : KeptItem.ofArray(response.input())) {
        items.add(listed(Json.object(item.toBytes()).node(), response.id(), items.size()));
      }
      return items;
    } catch (MalformedBody e) {
      throw new IllegalStateException("kept what cannot be read", e);
    }
  }

  private static ObjectNode listed(ObjectNode item, String responseId, int index) {
    boolean message = !item.has("type") || item.path("type").asString().equals("message");
    if (!item.has("id")) {
      String own = responseId.substring(responseId.indexOf('_') + 1);
      item.put("id", (message ? "msg_" : "item_") + own + "_in" + index);
    }
    if (!message) {
      return item;
    }
    item.put("type", "message");
    if (!item.has("status")) {
      item.put("status", "completed");
    }
    JsonNode content = item.get("content");
    if (content != null && !content.isArray()) {
      boolean assistant = item.path("role").asString().equals("assistant");
      ObjectNode part = Json.object().put("type", assistant ? "output_text" : "input_text");
      part.set("text", content);
      if (assistant) {
        part.putArray("annotations");
      }
      item.putArray("content").add(part);
    }
    return item;
  }
}
