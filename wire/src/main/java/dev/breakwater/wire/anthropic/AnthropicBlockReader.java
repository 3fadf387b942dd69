package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the blocks that a client sends. What stands for work that Anthropic itself has done (its
 * own tools' calls and results) has no place elsewhere: it is named among the harmless extras, as
 * the texts around it tell what came of it.
 */
final class AnthropicBlockReader {
  private final ObjectNode harmless;
  private final ObjectNode essential;

  AnthropicBlockReader(ObjectNode harmless, ObjectNode essential) {
    this.harmless = harmless;
    this.essential = essential;
  }

  /** A field that is a string or an array of blocks. */
  List<Part> parts(JsonObject holder, String field) throws MalformedBody {
    if (holder.isText(field)) {
      return List.of(new Part.Text(holder.text(field, "")));
    }
    if (!holder.has(field)) {
      throw holder.wrong(field, "a string or an array");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonObject block : holder.objects(field)) {
      block(block, parts);
      if (block.object("cache_control") != null) {
        parts.add(new Part.CachePoint());
      }
    }
    return parts;
  }

  private void block(JsonObject block, List<Part> parts) throws MalformedBody {
    String type = required(block, "type");
    switch (type) {
      case "text" ->
          parts.add(new Part.Text(required(block, "text"), AnthropicCitations.read(block)));
      case "image" -> parts.add(new Part.Attachment(image(source(block))));
      case "document" -> document(block, parts);
      case "search_result" -> parts.add(new Part.Text(searchResult(block)));
      case "tool_use" -> parts.add(call(block));
      case "tool_result" -> parts.add(result(block));
      case "thinking" -> parts.add(thinking(block));
      case "redacted_thinking" -> {
        Signature data = Signature.brought(required(block, "data"), Vendor.ANTHROPIC);
        if (data != null) {
          parts.add(new Part.HiddenThinking(data));
        }
      }
      case "container_upload" -> essential.put("container_upload", required(block, "file_id"));
      default -> harmless.put(type, true);
    }
  }

  private static Part thinking(JsonObject block) throws MalformedBody {
    String signature = block.text("signature", "");
    return new Part.Thinking(
        required(block, "thinking"),
        signature.isEmpty() ? null : Signature.brought(signature, Vendor.ANTHROPIC));
  }

  private static Part call(JsonObject block) throws MalformedBody {
    JsonNode input = block.get("input");
    String arguments = input == null ? "{}" : new String(Json.write(input), StandardCharsets.UTF_8);
    return new Part.ToolCall(required(block, "id"), required(block, "name"), arguments);
  }

  private Part result(JsonObject block) throws MalformedBody {
    List<Part> content = block.has("content") ? parts(block, "content") : List.of();
    return new Part.ToolResult(
        required(block, "tool_use_id"), null, content, block.isTrue("is_error"));
  }

  private static JsonObject source(JsonObject block) throws MalformedBody {
    JsonObject source = block.object("source");
    if (source == null) {
      throw block.wrong("source", "an object");
    }
    return source;
  }

  private static Media image(JsonObject source) throws MalformedBody {
    return switch (required(source, "type")) {
      case "base64" -> inline(source);
      case "url" -> new Media.Link(Media.Kind.IMAGE, null, required(source, "url"));
      case "file" -> uploaded(Media.Kind.IMAGE, source);
      default -> throw source.wrong("type", "base64, url or file");
    };
  }

  private static Media inline(JsonObject source) throws MalformedBody {
    JsonSlice data = source.slice("data");
    if (data == null) {
      throw source.wrong("data", "a string");
    }
    return new Media.Inline(required(source, "media_type"), data);
  }

  private static Media uploaded(Media.Kind kind, JsonObject source) throws MalformedBody {
    return new Media.Uploaded(Vendor.ANTHROPIC, kind, null, required(source, "file_id"));
  }

  /** Its context goes before it as text, and its wish for citations is one for all documents. */
  private void document(JsonObject block, List<Part> parts) throws MalformedBody {
    JsonObject citations = block.object("citations");
    if (citations != null && citations.isTrue("enabled")) {
      harmless.putObject("citations").put("enabled", true);
    }
    String context = block.text("context", "");
    if (!context.isBlank()) {
      parts.add(new Part.Text(context));
    }
    String title = block.text("title");
    JsonObject source = source(block);
    switch (required(source, "type")) {
      case "base64" -> parts.add(new Part.Attachment(inline(source), title, null));
      case "text" ->
          parts.add(
              new Part.Attachment(
                  new Media.PlainText(
                      source.text("media_type", "text/plain"), required(source, "data")),
                  title,
                  null));
      case "url" ->
          parts.add(
              new Part.Attachment(
                  new Media.Link(Media.Kind.DOCUMENT, "application/pdf", required(source, "url")),
                  title,
                  null));
      case "file" ->
          parts.add(new Part.Attachment(uploaded(Media.Kind.DOCUMENT, source), title, null));
      case "content" -> content(parts(source, "content"), title, parts);
      default -> throw source.wrong("type", "base64, text, url, content or file");
    }
  }

  /** A document in blocks: its texts are one, unless there are pictures between them. */
  private static void content(List<Part> blocks, @Nullable String title, List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : blocks) {
      switch (part) {
        case Part.Text said -> text.append(text.isEmpty() ? "" : "\n").append(said.text());
        case Part.CachePoint point -> {}
        case Part.Attachment attachment -> {
          plain(text, title, parts);
          parts.add(attachment);
        }
        default -> parts.add(part);
      }
    }
    plain(text, title, parts);
  }

  private static void plain(StringBuilder text, @Nullable String title, List<Part> parts) {
    if (!text.isEmpty()) {
      parts.add(
          new Part.Attachment(new Media.PlainText("text/plain", text.toString()), title, null));
      text.setLength(0);
    }
  }

  /** A search result as a text that says where it is from. */
  private String searchResult(JsonObject block) throws MalformedBody {
    StringBuilder text = new StringBuilder(block.text("title", ""));
    text.append("\n").append(block.text("source", "")).append("\n");
    for (Part part : parts(block, "content")) {
      if (part instanceof Part.Text said) {
        text.append("\n").append(said.text());
      }
    }
    return text.toString();
  }

  static String required(JsonObject holder, String field) throws MalformedBody {
    String value = holder.text(field);
    if (value == null) {
      throw holder.wrong(field, "a string");
    }
    return value;
  }
}
