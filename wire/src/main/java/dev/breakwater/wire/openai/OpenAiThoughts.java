package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Thoughts in chat completions, where OpenAI itself has no place for them: a text in {@code
 * reasoning_content} (DeepSeek, vLLM) or {@code reasoning} (OpenRouter, Groq), and OpenRouter's
 * {@code reasoning_details}, which carry signatures.
 *
 * <p>What a compatible server wants back, and in which field, becomes a signature of OpenAI's whose
 * value begins with {@link #PREFIX}; what begins otherwise is the Responses protocol's.
 */
final class OpenAiThoughts {
  /** What the signatures made here begin with. */
  static final String PREFIX = "chat.";

  static final String FIELD = PREFIX + "field.";
  static final String GOOGLE = PREFIX + "google.";
  private static final String DETAIL = PREFIX + "detail.";

  static final String RESPONSES_FORMAT = "openai-responses-v1";
  private static final List<String> FIELDS = List.of("reasoning_content", "reasoning");

  private OpenAiThoughts() {}

  /** The field of a message or delta that has thoughts as a plain text; null when none has. */
  static @Nullable String field(JsonObject message) throws MalformedBody {
    for (String field : FIELDS) {
      if (message.isText(field) && !message.text(field, "").isEmpty()) {
        return field;
      }
    }
    return null;
  }

  /** The thoughts of an answer's message. */
  static List<Part> given(JsonObject message) throws MalformedBody {
    return parts(message, false);
  }

  /** The thoughts of an assistant's message that a client brings back. */
  static List<Part> brought(JsonObject message) throws MalformedBody {
    return parts(message, true);
  }

  private static List<Part> parts(JsonObject message, boolean byClient) throws MalformedBody {
    List<Part> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    JsonNode index = null;
    for (JsonObject detail : details(message)) {
      String data = data(detail);
      if (!Objects.equals(index, detail.get("index")) || isHidden(detail)) {
        close(text, null, parts);
      }
      index = detail.get("index");
      if (isHidden(detail)) {
        if (data != null) {
          parts.add(new Part.HiddenThinking(signature(detail, data, byClient)));
        }
      } else {
        text.append(text(detail));
        if (data != null) {
          parts.add(new Part.Thinking(text.toString(), signature(detail, data, byClient)));
          text.setLength(0);
        }
      }
    }
    close(text, null, parts);
    String field = field(message);
    if (field != null && parts.stream().noneMatch(OpenAiThoughts::says)) {
      Signature place =
          byClient || !parts.isEmpty() ? null : new Signature(Vendor.OPENAI, FIELD + field);
      parts.addFirst(new Part.Thinking(message.text(field, ""), place));
    }
    return parts;
  }

  private static boolean says(Part part) {
    return part instanceof Part.Thinking thinking && !thinking.text().isEmpty();
  }

  private static void close(StringBuilder text, @Nullable Signature signature, List<Part> parts) {
    if (!text.isEmpty()) {
      parts.add(new Part.Thinking(text.toString(), signature));
      text.setLength(0);
    }
  }

  static List<JsonObject> details(JsonObject message) throws MalformedBody {
    return message.get("reasoning_details") instanceof ArrayNode
        ? message.objects("reasoning_details")
        : List.of();
  }

  static boolean isHidden(JsonObject detail) throws MalformedBody {
    return detail.text("type", "").equals("reasoning.encrypted");
  }

  /** The visible words of a detail. */
  static String text(JsonObject detail) throws MalformedBody {
    return detail.text("text", detail.text("summary", ""));
  }

  /** A detail's signature, or what is hidden in it; null when it has none. */
  static @Nullable String data(JsonObject detail) throws MalformedBody {
    String data = detail.text(isHidden(detail) ? "data" : "signature");
    return data == null || data.isEmpty() ? null : data;
  }

  /** The signature that a provider's detail stands for. */
  static Signature given(JsonObject detail, String data) throws MalformedBody {
    return signature(detail, data, false);
  }

  private static Signature signature(JsonObject detail, String data, boolean byClient)
      throws MalformedBody {
    if (byClient && data.startsWith(Signature.MARK)) {
      Signature marked = Signature.brought(data, Vendor.OPENAI);
      if (marked != null) {
        return marked;
      }
    }
    if (byClient && detail.text("format", "").equals(RESPONSES_FORMAT)) {
      return new Signature(Vendor.OPENAI, data);
    }
    ObjectNode kept = detail.node().deepCopy();
    kept.remove(List.of("text", "summary"));
    String packed =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                new String(Json.write(kept), StandardCharsets.UTF_8)
                    .getBytes(StandardCharsets.UTF_8));
    return new Signature(Vendor.OPENAI, DETAIL + packed);
  }

  /**
   * Gives a server its own thoughts back, each in the place that it came from; those of others are
   * left out.
   *
   * @param inLoop whether the turn is part of a chain of tool calls that is still going on: only
   *     there plain thoughts are wanted, and some servers refuse them elsewhere
   */
  static void giveBack(List<Part> parts, boolean inLoop, ObjectNode message) {
    ArrayNode details = Json.array();
    for (Part part : parts) {
      Signature signature =
          switch (part) {
            case Part.Thinking thinking -> thinking.signature();
            case Part.HiddenThinking hidden -> hidden.data();
            case Part.Text text -> null;
            case Part.Attachment attachment -> null;
            case Part.ToolCall call -> null;
            case Part.ToolResult result -> null;
            case Part.Refusal refusal -> null;
            case Part.CachePoint point -> null;
          };
      if (signature == null || signature.maker() != Vendor.OPENAI) {
        continue;
      }
      String text = part instanceof Part.Thinking thinking ? thinking.text() : "";
      String value = signature.value();
      if (value.startsWith(DETAIL)) {
        ObjectNode detail = unpacked(value.substring(DETAIL.length()), text);
        if (detail != null) {
          details.add(detail);
        }
      } else if (inLoop && FIELDS.contains(withoutPrefix(value))) {
        message.put(withoutPrefix(value), text);
      }
    }
    if (!details.isEmpty()) {
      message.set("reasoning_details", details);
    }
  }

  private static String withoutPrefix(String value) {
    return value.startsWith(FIELD) ? value.substring(FIELD.length()) : "";
  }

  /** Null for what was not packed here: clients may bring anything. */
  private static @Nullable ObjectNode unpacked(String packed, String text) {
    try {
      JsonObject kept = Json.object(Base64.getUrlDecoder().decode(packed));
      ObjectNode detail = kept.node();
      if (!isHidden(kept)) {
        detail.put(kept.text("type", "").equals("reasoning.summary") ? "summary" : "text", text);
      }
      return detail;
    } catch (IllegalArgumentException | MalformedBody e) {
      return null;
    }
  }

  /** OpenRouter's name for the form that a maker's thoughts have. */
  static String format(@Nullable Signature signature) {
    return switch (signature == null ? null : signature.maker()) {
      case null -> "unknown";
      case OPENAI -> RESPONSES_FORMAT;
      case ANTHROPIC -> "anthropic-claude-v1";
      case GOOGLE -> "google-gemini-v1";
      case AMAZON -> "unknown";
    };
  }

  /** Marked, so that a body which passes by is known to hold thoughts that are not OpenAI's. */
  static String id(int index) {
    return Signature.MARK + index;
  }

  /** Shows a chat client the thoughts of an answer. */
  static void show(List<Part> parts, ObjectNode message) {
    StringBuilder all = new StringBuilder();
    ArrayNode details = Json.array();
    for (Part part : parts) {
      if (part instanceof Part.Thinking thinking) {
        all.append(thinking.text());
        ObjectNode detail = details.addObject().put("type", "reasoning.text");
        detail.put("text", thinking.text());
        Signature signature = thinking.signature();
        if (signature != null) {
          detail.put("signature", signature.shownTo(Vendor.OPENAI));
        }
        detail.put("id", id(details.size() - 1)).put("format", format(signature));
        detail.put("index", details.size() - 1);
      } else if (part instanceof Part.HiddenThinking hidden) {
        details
            .addObject()
            .put("type", "reasoning.encrypted")
            .put("data", hidden.data().shownTo(Vendor.OPENAI))
            .put("id", id(details.size() - 1))
            .put("format", format(hidden.data()))
            .put("index", details.size() - 1);
      }
    }
    if (!all.isEmpty()) {
      message.put("reasoning_content", all.toString());
    }
    if (!details.isEmpty()) {
      message.set("reasoning_details", details);
    }
  }
}
