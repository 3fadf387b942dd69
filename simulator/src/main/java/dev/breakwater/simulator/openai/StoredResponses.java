package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.ApiRequest;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Responses that were kept, by their ids: to read, to list the input of, to delete. */
final class StoredResponses {
  private static final String ITEMS = "/input_items";
  private static final String CANCEL = "/cancel";
  private static final int USUAL_PAGE = 20;
  private static final int LARGEST_PAGE = 100;

  private final ResponseStore store;

  StoredResponses(ResponseStore store) {
    this.store = store;
  }

  /**
   * Serves a request.
   *
   * @param rest of the path, after {@code /responses/}
   */
  Reading read(ApiRequest request, String rest) {
    if (rest.endsWith(ITEMS)) {
      return items(request, rest.substring(0, rest.length() - ITEMS.length()));
    }
    if (rest.endsWith(CANCEL)) {
      return cancel(rest.substring(0, rest.length() - CANCEL.length()));
    }
    var stored = store.response(rest);
    if (stored.isEmpty() || rest.contains("/")) {
      return notFound(rest);
    }
    return switch (request.method()) {
      case "GET" -> side(stored.get().response());
      case "DELETE" -> {
        store.delete(rest);
        yield side(Json.object().put("id", rest).put("object", "response").put("deleted", true));
      }
      default -> refused(OpenAiErrors.wrongMethod(request.method(), "/v1/responses/" + rest));
    };
  }

  private Reading items(ApiRequest request, String id) {
    var stored = store.response(id);
    if (stored.isEmpty()) {
      return notFound(id);
    }
    if (!request.method().equals("GET")) {
      return refused(OpenAiErrors.wrongMethod(request.method(), "/v1/responses/" + id + ITEMS));
    }
    List<JsonNode> items = new ArrayList<>(stored.get().input().values());
    String order = request.query().get("order");
    if (!"asc".equals(order)) {
      Collections.reverse(items);
    }
    String limit = request.query().get("limit");
    int most = limit == null ? USUAL_PAGE : limit.matches("\\d{1,3}") ? Integer.parseInt(limit) : 0;
    if (most < 1 || most > LARGEST_PAGE) {
      return refused(
          OpenAiErrors.invalid("Invalid 'limit': expected a value from 1 to 100.", "limit", null));
    }
    String after = request.query().get("after");
    int from = 0;
    for (int index = 0; index < items.size(); index++) {
      if (items.get(index).path("id").asString("").equals(after)) {
        from = index + 1;
      }
    }
    List<JsonNode> page = items.subList(from, Math.min(items.size(), from + most));
    ObjectNode list = Json.object().put("object", "list");
    page.forEach(list.putArray("data")::add);
    list.set("first_id", page.isEmpty() ? Json.none() : page.getFirst().path("id"));
    list.set("last_id", page.isEmpty() ? Json.none() : page.getLast().path("id"));
    list.put("has_more", from + page.size() < items.size());
    return side(list);
  }

  private Reading cancel(String id) {
    return store.response(id).isEmpty()
        ? notFound(id)
        : refused(OpenAiErrors.invalid("Cannot cancel a synchronous response.", null, null));
  }

  private static Reading side(ObjectNode document) {
    return new Reading.Side(null, Document.json(200, document));
  }

  private static Reading notFound(String id) {
    return refused(OpenAiErrors.notFound("Response with id '" + id + "' not found."));
  }

  private static Reading refused(Document document) {
    return new Reading.Refusal(null, false, false, document);
  }
}
