package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gemini's model list; any other name is served too, it is only not listed. */
final class GeminiModels {
  private static final int DEFAULT_PAGE = 50;
  private static final List<String> LISTED =
      List.of(
          "gemini-1.5-flash",
          "gemini-1.5-flash-8b",
          "gemini-1.5-pro",
          "gemini-2.0-flash",
          "gemini-2.0-flash-lite",
          "gemini-2.5-flash",
          "gemini-2.5-flash-lite",
          "gemini-2.5-pro",
          "gemini-embedding-001",
          "text-embedding-004");

  private GeminiModels() {}

  /**
   * A page of the list: {@code pageSize} models from the index that {@code pageToken} is.
   *
   * @param wanted null for the usual ones
   */
  static Document list(@Nullable List<String> wanted, MultiMap query) {
    List<String> listed = wanted == null ? LISTED : wanted;
    Integer size = whole(query.get("pageSize"), DEFAULT_PAGE);
    Integer from = whole(query.get("pageToken"), 0);
    if (size == null || from == null || from > listed.size()) {
      return GeminiErrors.invalid("Request contains an invalid argument.");
    }
    int to = Math.min(listed.size(), from + (size == 0 ? DEFAULT_PAGE : size));
    ObjectNode body = Json.object();
    ArrayNode models = body.putArray("models");
    listed.subList(from, to).forEach(name -> models.add(model(name)));
    if (to < listed.size()) {
      body.put("nextPageToken", Integer.toString(to));
    }
    return Document.json(200, body);
  }

  private static @Nullable Integer whole(@Nullable String text, int absent) {
    if (text == null || text.isEmpty()) {
      return absent;
    }
    return text.matches("\\d{1,6}") ? Integer.valueOf(text) : null;
  }

  static Document one(String name) {
    return Document.json(200, model(name));
  }

  private static ObjectNode model(String name) {
    ObjectNode model = Json.object();
    model.put("name", "models/" + name);
    model.put("version", "001");
    model.put("displayName", name);
    model.put("description", "A simulated model");
    model.put("inputTokenLimit", 1_048_576);
    model.put("outputTokenLimit", 65_536);
    if (name.contains("embedding")) {
      model.putArray("supportedGenerationMethods").add("embedContent").add("countTextTokens");
      return model;
    }
    model.putArray("supportedGenerationMethods").add("generateContent").add("countTokens");
    model.put("thinking", !name.matches("gemini-(1\\.|2\\.0).*"));
    model.put("temperature", 1);
    model.put("topP", 0.95);
    model.put("topK", 64);
    model.put("maxTemperature", 2);
    return model;
  }
}
