package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's model list, newest first; any other name is served too, it is only not listed. */
final class AnthropicModels {
  private static final int DEFAULT_LIMIT = 20;

  private static final List<Model> LISTED =
      List.of(
          new Model("claude-sonnet-4-5", "Claude Sonnet 4.5", "2025-09-29T00:00:00Z"),
          new Model("claude-opus-4-1", "Claude Opus 4.1", "2025-08-05T00:00:00Z"),
          new Model("claude-opus-4", "Claude Opus 4", "2025-05-22T00:00:00Z"),
          new Model("claude-sonnet-4", "Claude Sonnet 4", "2025-05-22T00:00:00Z"),
          new Model("claude-3-7-sonnet", "Claude Sonnet 3.7", "2025-02-24T00:00:00Z"),
          new Model("claude-3-5-haiku", "Claude Haiku 3.5", "2024-10-22T00:00:00Z"),
          new Model("claude-3-haiku", "Claude Haiku 3", "2024-03-07T00:00:00Z"));

  private AnthropicModels() {}

  private record Model(String name, String title, String created) {
    ObjectNode json() {
      return Json.object()
          .put("type", "model")
          .put("id", name)
          .put("display_name", title)
          .put("created_at", created)
          .put("lifecycle", "active")
          .putNull("line")
          .putNull("deprecated_at")
          .putNull("retires_at")
          .put("max_input_tokens", 200_000)
          .put("max_tokens", 64_000)
          .putNull("capabilities");
    }
  }

  /**
   * A page of the list: {@code limit} models after the one that {@code after_id} names, or before
   * that of {@code before_id}.
   *
   * @param wanted null for the usual ones
   */
  static Document list(@Nullable List<String> wanted, MultiMap query) {
    List<Model> listed =
        wanted == null ? LISTED : wanted.stream().map(AnthropicModels::named).toList();
    Integer limit = limit(query.get("limit"));
    if (limit == null) {
      return AnthropicErrors.invalid("limit: Input should be a whole number from 1 to 1000");
    }
    int from = 0;
    int to = listed.size();
    for (int index = 0; index < listed.size(); index++) {
      String name = listed.get(index).name;
      if (name.equals(query.get("after_id"))) {
        from = index + 1;
      }
      if (name.equals(query.get("before_id"))) {
        to = index;
      }
    }
    from = Math.min(from, to);
    boolean backwards = query.contains("before_id");
    if (backwards) {
      from = Math.max(from, to - limit);
    }
    List<Model> page = listed.subList(from, Math.min(to, from + limit));
    ObjectNode body = Json.object();
    ArrayNode data = body.putArray("data");
    page.forEach(model -> data.add(model.json()));
    body.put("has_more", backwards ? from > 0 : from + page.size() < listed.size());
    body.put("first_id", page.isEmpty() ? null : page.getFirst().name);
    body.put("last_id", page.isEmpty() ? null : page.getLast().name);
    return Document.json(200, body);
  }

  private static @Nullable Integer limit(@Nullable String asked) {
    if (asked == null) {
      return DEFAULT_LIMIT;
    }
    if (!asked.matches("\\d{1,4}")) {
      return null;
    }
    int limit = Integer.parseInt(asked);
    return limit >= 1 && limit <= 1000 ? limit : null;
  }

  static Document one(String model) {
    return Document.json(200, named(model).json());
  }

  private static Model named(String name) {
    return LISTED.stream()
        .filter(listed -> listed.name.equals(name))
        .findFirst()
        .orElseGet(() -> new Model(name, name, "2024-01-01T00:00:00Z"));
  }
}
