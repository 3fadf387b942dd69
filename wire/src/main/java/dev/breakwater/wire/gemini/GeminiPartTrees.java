package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Parts as requests and answers write them alike. */
final class GeminiPartTrees {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("gif", "image/gif"),
          Map.entry("heic", "image/heic"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("txt", "text/plain"),
          Map.entry("html", "text/html"),
          Map.entry("csv", "text/csv"),
          Map.entry("mp3", "audio/mp3"),
          Map.entry("wav", "audio/wav"),
          Map.entry("mp4", "video/mp4"));

  private GeminiPartTrees() {}

  static ObjectNode text(String text) {
    return Json.object().put("text", text);
  }

  static ObjectNode thought(String text) {
    return text(text).put("thought", true);
  }

  static ObjectNode signed(ObjectNode part, @Nullable String signature) {
    return signature == null ? part : part.put("thoughtSignature", signature);
  }

  static ObjectNode call(String id, String tool, String arguments) {
    ObjectNode part = Json.object();
    ObjectNode call = part.putObject("functionCall").put("id", id).put("name", tool);
    call.set("args", arguments(arguments));
    return part;
  }

  /** Arguments that are no JSON object are handed on inside of one. */
  private static ObjectNode arguments(String arguments) {
    if (arguments.isBlank()) {
      return Json.object();
    }
    ObjectNode object = object(arguments);
    return object == null ? Json.object().put("arguments", arguments) : object;
  }

  /** The JSON object that a text is; null when it is none. */
  static @Nullable ObjectNode object(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return null;
    }
    try {
      return Json.object(text.getBytes(StandardCharsets.UTF_8)).node();
    } catch (MalformedBody e) {
      return null;
    }
  }

  static ObjectNode inline(String mimeType, JsonSlice base64) {
    ObjectNode part = Json.object();
    part.putObject("inlineData")
        .put("mimeType", mimeType)
        .set("data", JsonNodeFactory.instance.pojoNode(base64));
    return part;
  }

  static ObjectNode inline(Media.PlainText text) {
    byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
    return inline(text.mimeType(), JsonSlice.of(Base64.getEncoder().encodeToString(bytes)));
  }

  static ObjectNode file(@Nullable String mimeType, Media.Kind kind, String address) {
    ObjectNode part = Json.object();
    ObjectNode file = part.putObject("fileData");
    String type = mimeType == null ? type(kind, address) : mimeType;
    if (type != null) {
      file.put("mimeType", type);
    }
    file.put("fileUri", address);
    return part;
  }

  /** By the ending of its path; a picture without one is taken for the most frequent kind. */
  private static @Nullable String type(Media.Kind kind, String address) {
    String path = address.split("[?#]", 2)[0];
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String known = TYPES.get(ending);
    return known == null && kind == Media.Kind.IMAGE ? "image/jpeg" : known;
  }

  /** About how many bytes a part takes. */
  static long size(Part part) {
    return switch (part) {
      case Part.Text text -> 2L * text.text().length();
      case Part.Refusal refusal -> 2L * refusal.text().length();
      case Part.ToolCall call -> 2L * call.arguments().length();
      case Part.Thinking thinking -> 2L * thinking.text().length();
      case Part.ToolResult result -> result.content().stream().mapToLong(p -> size(p)).sum();
      case Part.Attachment attachment ->
          switch (attachment.media()) {
            case Media.Inline inline -> inline.base64().length();
            case Media.PlainText text -> 2L * text.text().length();
            case Media.Link link -> 0;
            case Media.Uploaded uploaded -> 0;
          };
      case Part.HiddenThinking hidden -> 0;
      case Part.CachePoint point -> 0;
    };
  }
}
