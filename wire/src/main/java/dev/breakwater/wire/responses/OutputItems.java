package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.TokenProbability;
import dev.breakwater.wire.format.CallIds;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a model has said, as items of an answer's output. */
final class OutputItems {
  static final String IN_PROGRESS = "in_progress";
  static final String COMPLETED = "completed";
  static final String INCOMPLETE = "incomplete";

  private static final int LONGEST_BASE = 40;

  private final String base;
  private final ArrayNode items = Json.array();
  private @Nullable ArrayNode content;
  private List<TokenProbability> probabilities;

  private OutputItems(String base, List<TokenProbability> probabilities) {
    this.base = base;
    this.probabilities = probabilities;
  }

  /**
   * @param base what the items' ids are made of
   * @param probabilities of the first text's tokens
   */
  static ArrayNode of(String base, List<Part> parts, List<TokenProbability> probabilities) {
    OutputItems items = new OutputItems(base, probabilities);
    parts.forEach(items::add);
    return items.items;
  }

  /** What the ids of an answer's items are made of, so that they differ from other answers'. */
  static String base(String answerId) {
    int prefix = answerId.startsWith("resp_") ? 5 : answerId.startsWith("msg_") ? 4 : 0;
    String base = answerId.substring(prefix);
    return base.isEmpty() ? "unnamed" : CallIds.accepted(base, LONGEST_BASE);
  }

  static String id(String kind, String base, int index) {
    return kind + "_" + base + "_" + index;
  }

  /** The status of an item that was open when the answer ended. */
  static String status(FinishReason finish) {
    return switch (finish) {
      case LENGTH, CONTENT_FILTER -> INCOMPLETE;
      case STOP, STOP_SEQUENCE, TOOL_CALLS, REFUSAL, MALFORMED_CALL, OTHER -> COMPLETED;
    };
  }

  private void add(Part part) {
    switch (part) {
      case Part.Text text -> {
        content().add(text(text.text(), text.citations(), probabilities));
        probabilities = List.of();
      }
      case Part.Refusal refusal -> content().add(refusal(refusal.text()));
      case Part.Thinking thinking -> {
        String encrypted =
            thinking.signature() == null ? null : new Sealed.Thought(thinking.signature()).text();
        append(reasoning(next("rs"), thinking.text(), encrypted));
      }
      case Part.HiddenThinking hidden ->
          append(reasoning(next("rs"), "", new Sealed.Hidden(hidden.data()).text()));
      case Part.ToolCall call -> {
        if (call.signature() != null) {
          append(reasoning(next("rs"), "", new Sealed.OfCall(call.signature()).text()));
        }
        append(call(next("fc"), call.id(), call.name(), call.arguments(), COMPLETED));
      }
      case Part.Attachment attachment -> {
        if (isImage(attachment.media()) && attachment.media() instanceof Media.Inline image) {
          append(image(next("ig"), image, COMPLETED));
        }
      }
      case Part.ToolResult result -> {}
      case Part.CachePoint point -> {}
    }
  }

  /** Whether a picture that a model has made can be shown: other media have no item. */
  static boolean isImage(Media media) {
    return media instanceof Media.Inline inline && inline.kindOf() == Media.Kind.IMAGE;
  }

  private String next(String kind) {
    return id(kind, base, items.size());
  }

  private ArrayNode content() {
    if (content == null) {
      ObjectNode message = message(next("msg"), COMPLETED);
      items.add(message);
      content = message.putArray("content");
    }
    return content;
  }

  private void append(ObjectNode item) {
    items.add(item);
    content = null;
  }

  static ObjectNode message(String id, String status) {
    return Json.object()
        .put("id", id)
        .put("type", "message")
        .put("status", status)
        .put("role", "assistant");
  }

  static ObjectNode text(
      String text, List<Citation> citations, List<TokenProbability> probabilities) {
    ArrayNode annotations = Json.array();
    citations.forEach(each -> annotations.add(Annotations.write(each, 0, text.length())));
    return text(text, annotations, Logprobs.write(probabilities));
  }

  static ObjectNode text(String text, ArrayNode annotations, ArrayNode logprobs) {
    ObjectNode part = Json.object().put("type", "output_text").put("text", text);
    part.set("annotations", annotations);
    part.set("logprobs", logprobs);
    return part;
  }

  static ObjectNode refusal(String text) {
    return Json.object().put("type", "refusal").put("refusal", text);
  }

  static ObjectNode reasoning(String id, String thoughts, @Nullable String encrypted) {
    ObjectNode item = Json.object().put("id", id).put("type", "reasoning");
    ArrayNode summary = item.putArray("summary");
    if (!thoughts.isEmpty()) {
      summary.add(summary(thoughts));
    }
    return item.put("encrypted_content", encrypted);
  }

  static ObjectNode summary(String text) {
    return Json.object().put("type", "summary_text").put("text", text);
  }

  static ObjectNode call(String id, String callId, String name, String arguments, String status) {
    return Json.object()
        .put("id", id)
        .put("type", "function_call")
        .put("status", status)
        .put("arguments", arguments)
        .put("call_id", callId)
        .put("name", name);
  }

  static ObjectNode image(String id, Media.Inline image, String status) {
    ObjectNode item =
        Json.object().put("id", id).put("type", "image_generation_call").put("status", status);
    item.set("result", slice(image.base64()));
    return item.put("output_format", image.mimeType().substring("image/".length()));
  }

  /** A string that stays the bytes it was. */
  static JsonNode slice(JsonSlice slice) {
    return JsonNodeFactory.instance.pojoNode(slice);
  }
}
