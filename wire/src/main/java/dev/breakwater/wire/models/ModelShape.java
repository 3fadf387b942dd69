package dev.breakwater.wire.models;

import dev.breakwater.wire.json.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A vendor's shape of a list of models, and of one of them. */
public enum ModelShape {
  OPENAI {
    @Override
    ObjectNode listed(List<ModelEntry> page, @Nullable String next) {
      ObjectNode list = Json.object().put("object", "list");
      ArrayNode data = list.putArray("data");
      page.forEach(model -> data.add(entry(model)));
      return list;
    }

    @Override
    ObjectNode entry(ModelEntry model) {
      return Json.object()
          .put("id", model.id())
          .put("object", "model")
          .put("created", model.created())
          .put("owned_by", model.owner());
    }
  },
  ANTHROPIC {
    @Override
    ObjectNode listed(List<ModelEntry> page, @Nullable String next) {
      ObjectNode list = Json.object();
      ArrayNode data = list.putArray("data");
      page.forEach(model -> data.add(entry(model)));
      list.put("has_more", next != null);
      list.put("first_id", page.isEmpty() ? null : page.getFirst().id());
      list.put("last_id", page.isEmpty() ? null : page.getLast().id());
      return list;
    }

    @Override
    ObjectNode entry(ModelEntry model) {
      ObjectNode entry =
          Json.object()
              .put("type", "model")
              .put("id", model.id())
              .put("display_name", model.shownName())
              .put("created_at", Instant.ofEpochSecond(model.created()).toString())
              .put("max_input_tokens", model.contextWindow())
              .put("max_tokens", model.maxOutput())
              .put("lifecycle", "active");
      for (String unknown : List.of("capabilities", "line", "deprecated_at", "retires_at")) {
        entry.putNull(unknown);
      }
      return entry;
    }
  },
  GEMINI {
    @Override
    ObjectNode listed(List<ModelEntry> page, @Nullable String next) {
      ObjectNode list = Json.object();
      ArrayNode models = list.putArray("models");
      page.forEach(model -> models.add(entry(model)));
      if (next != null) {
        list.put("nextPageToken", next);
      }
      return list;
    }

    @Override
    ObjectNode entry(ModelEntry model) {
      ObjectNode entry =
          Json.object()
              .put("name", "models/" + model.id())
              .put("baseModelId", model.id())
              .put("version", "001")
              .put("displayName", model.shownName())
              .put("description", model.shownName() + " of " + model.owner());
      if (model.contextWindow() != null) {
        entry.put("inputTokenLimit", model.contextWindow());
      }
      if (model.maxOutput() != null) {
        entry.put("outputTokenLimit", model.maxOutput());
      }
      ArrayNode methods = entry.putArray("supportedGenerationMethods");
      if (model.vectorsOnly()) {
        methods.add("embedContent").add("batchEmbedContents");
      } else {
        methods.add("generateContent").add("countTokens");
      }
      return entry;
    }
  };

  abstract ObjectNode listed(List<ModelEntry> page, @Nullable String next);

  abstract ObjectNode entry(ModelEntry model);

  /**
   * One page of the list.
   *
   * @param next where the next page begins, by the vendor's own way of asking for it; null on the
   *     last page. OpenAI's list has one page only
   */
  public byte[] list(List<ModelEntry> page, @Nullable String next) {
    return Json.write(listed(page, next));
  }

  public byte[] one(ModelEntry model) {
    return Json.write(entry(model));
  }
}
