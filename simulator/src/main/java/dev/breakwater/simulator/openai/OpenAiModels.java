package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's model list; any other name is served too, it is only not listed. */
final class OpenAiModels {
  private static final List<String> LISTED =
      List.of(
          "gpt-3.5-turbo",
          "gpt-4",
          "gpt-4-turbo",
          "gpt-4o",
          "gpt-4o-mini",
          "gpt-4.1",
          "gpt-4.1-mini",
          "gpt-4.1-nano",
          "gpt-5",
          "gpt-5-mini",
          "gpt-5-nano",
          "o3",
          "o4-mini",
          "text-embedding-3-small",
          "text-embedding-3-large");
  private static final long CREATED = 1_715_367_049;

  private OpenAiModels() {}

  /**
   * @param wanted null for the usual ones
   */
  static Document list(@Nullable List<String> wanted) {
    ObjectNode body = Json.object();
    body.put("object", "list");
    ArrayNode data = body.putArray("data");
    (wanted == null ? LISTED : wanted).forEach(model -> data.add(model(model)));
    return Document.json(200, body);
  }

  static Document one(String model) {
    return Document.json(200, model(model));
  }

  private static ObjectNode model(String model) {
    return Json.object()
        .put("id", model)
        .put("object", "model")
        .put("created", CREATED)
        .put("owned_by", "system");
  }
}
