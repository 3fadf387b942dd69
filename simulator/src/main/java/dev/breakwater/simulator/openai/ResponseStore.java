package dev.breakwater.simulator.openai;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The responses that were kept, the newest thousand; safe for any thread. */
final class ResponseStore {
  static final int CAPACITY = 1_000;

  private final Map<String, Stored> responses = new HashMap<>();
  private final Map<String, JsonNode> items = new HashMap<>();
  private final Deque<String> order = new ArrayDeque<>();

  /**
   * A response that was kept.
   *
   * @param response as it was answered
   * @param input the items of its request, each with an id
   * @param conversation all items up to it: those of the responses before it, its input and its
   *     output
   */
  record Stored(ObjectNode response, ArrayNode input, ArrayNode conversation) {
    private String id() {
      return response.path("id").stringValue();
    }
  }

  synchronized void keep(Stored stored) {
    order.addLast(stored.id());
    responses.put(stored.id(), stored);
    stored.response.path("output").forEach(item -> items.put(item.path("id").asString(""), item));
    stored.input.forEach(item -> items.put(item.path("id").asString(""), item));
    if (order.size() > CAPACITY) {
      delete(order.getFirst());
    }
  }

  synchronized Optional<Stored> response(String id) {
    return Optional.ofNullable(responses.get(id));
  }

  /** An item of a response's input or output. */
  synchronized Optional<JsonNode> item(String id) {
    return Optional.ofNullable(items.get(id));
  }

  /** Forgets a response with its items; false when there is none. */
  synchronized boolean delete(String id) {
    Stored stored = responses.remove(id);
    if (stored == null) {
      return false;
    }
    order.remove(id);
    stored.response.path("output").forEach(item -> items.remove(item.path("id").asString("")));
    stored.input.forEach(item -> items.remove(item.path("id").asString("")));
    return true;
  }
}
