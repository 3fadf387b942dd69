package dev.breakwater.simulator.anthropic;

import static dev.breakwater.simulator.anthropic.Checks.absent;
import static dev.breakwater.simulator.anthropic.Checks.first;
import static dev.breakwater.simulator.anthropic.Checks.invalid;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.speech.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Anthropic demands of blocks of content. */
final class BlockRules {
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "text", Set.of("type", "text", "cache_control", "citations"),
          "image", Set.of("type", "source", "cache_control", "transformations"),
          "document", Set.of("type", "source", "cache_control", "citations", "context", "title"),
          "search_result",
              Set.of("type", "source", "title", "content", "citations", "cache_control"),
          "tool_use",
              Set.of("type", "id", "name", "input", "cache_control", "caller", "toolset_name"),
          "tool_result",
              Set.of("type", "tool_use_id", "content", "is_error", "cache_control", "toolset_name"),
          "thinking", Set.of("type", "thinking", "signature"),
          "redacted_thinking", Set.of("type", "data"));

  /** Blocks of tools that run at the vendor; they come back as they went out. */
  private static final Set<String> OPAQUE =
      Set.of(
          "server_tool_use",
          "web_search_tool_result",
          "web_fetch_tool_result",
          "code_execution_tool_result",
          "bash_code_execution_tool_result",
          "text_editor_code_execution_tool_result",
          "tool_search_tool_result",
          "container_upload",
          "tool_reference");

  private static final List<String> IMAGES =
      List.of("image/jpeg", "image/png", "image/gif", "image/webp");
  private static final String ID = "^[a-zA-Z0-9_-]+$";

  private BlockRules() {}

  static @Nullable Document check(JsonNode blocks, String where) {
    for (int index = 0; index < blocks.size(); index++) {
      Document refusal = block(blocks.get(index), where + "." + index);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Document block(JsonNode block, String where) {
    Document refusal =
        first(
            () -> Checks.object(block, where),
            () -> Checks.string(block.path("type"), where + ".type"));
    if (refusal != null) {
      return refusal;
    }
    String type = block.path("type").stringValue();
    if (OPAQUE.contains(type)) {
      return null;
    }
    Set<String> fields = FIELDS.get(type);
    if (fields == null) {
      return Checks.tag(type, where, FIELDS.keySet().stream().sorted().toList());
    }
    String place = where + "." + type;
    return first(
        () -> Checks.extra(block, place, fields),
        () -> cacheControl(block.path("cache_control"), place + ".cache_control"),
        () ->
            switch (type) {
              case "text" -> text(block, place);
              case "image" -> image(block.path("source"), place + ".source");
              case "document" -> document(block, place);
              case "tool_use" -> use(block, place);
              case "tool_result" -> result(block, place);
              case "thinking" -> thinking(block, place, where);
              case "redacted_thinking" -> redacted(block.path("data"), place, where);
              default -> null;
            });
  }

  static @Nullable Document cacheControl(JsonNode control, String place) {
    if (absent(control)) {
      return null;
    }
    return first(
        () -> Checks.object(control, place),
        () -> Checks.oneOf(control.path("type"), place + ".type", List.of("ephemeral")),
        () ->
            absent(control.path("ttl"))
                ? null
                : Checks.oneOf(control.path("ttl"), place + ".ttl", List.of("5m", "1h")));
  }

  private static @Nullable Document text(JsonNode block, String place) {
    JsonNode text = block.path("text");
    Document refusal = Checks.string(text, place + ".text");
    if (refusal != null) {
      return refusal;
    }
    if (text.stringValue().isEmpty()) {
      return AnthropicErrors.invalid("messages: text content blocks must be non-empty");
    }
    return text.stringValue().isBlank()
        ? AnthropicErrors.invalid("messages: text content blocks must contain non-whitespace text")
        : null;
  }

  private static @Nullable Document image(JsonNode source, String place) {
    Document refusal = Checks.object(source, place);
    if (refusal != null) {
      return refusal;
    }
    String type = source.path("type").asString("");
    return switch (type) {
      case "base64" ->
          first(
              () -> Checks.oneOf(source.path("media_type"), place + ".base64.media_type", IMAGES),
              () -> base64(source.path("data"), place + ".base64"));
      case "url" -> Checks.string(source.path("url"), place + ".url.url");
      case "file" -> Checks.string(source.path("file_id"), place + ".file.file_id");
      default -> Checks.tag(type, place, List.of("base64", "url", "file"));
    };
  }

  private static @Nullable Document document(JsonNode block, String where) {
    JsonNode source = block.path("source");
    String place = where + ".source";
    Document refusal =
        first(
            () -> Checks.object(source, place),
            () -> Checks.optionalString(block.path("title"), where + ".title"),
            () ->
                Checks.flag(block.path("citations").path("enabled"), where + ".citations.enabled"));
    if (refusal != null) {
      return refusal;
    }
    String type = source.path("type").asString("");
    return switch (type) {
      case "base64" ->
          first(
              () ->
                  Checks.oneOf(
                      source.path("media_type"),
                      place + ".base64.media_type",
                      List.of("application/pdf")),
              () -> base64(source.path("data"), place + ".base64"));
      case "text" ->
          first(
              () ->
                  Checks.oneOf(
                      source.path("media_type"), place + ".text.media_type", List.of("text/plain")),
              () -> Checks.string(source.path("data"), place + ".text.data"));
      case "content" -> contents(source.path("content"), place + ".content.content");
      case "url" -> Checks.string(source.path("url"), place + ".url.url");
      case "file" -> Checks.string(source.path("file_id"), place + ".file.file_id");
      default -> Checks.tag(type, place, List.of("base64", "content", "file", "text", "url"));
    };
  }

  private static @Nullable Document base64(JsonNode data, String place) {
    Document refusal = Checks.string(data, place + ".data");
    if (refusal != null) {
      return refusal;
    }
    try {
      return Base64.getDecoder().decode(data.stringValue()).length > 0
          ? null
          : invalid(place, "data cannot be empty");
    } catch (IllegalArgumentException _) {
      return invalid(place, "invalid base64 data");
    }
  }

  private static @Nullable Document use(JsonNode block, String place) {
    return first(
        () -> identifier(block.path("id"), place + ".id"),
        () -> Checks.string(block.path("name"), place + ".name"),
        () ->
            block.path("input").isObject()
                ? null
                : invalid(
                    place + ".input",
                    block.has("input") ? "Input should be a valid dictionary" : "Field required"));
  }

  private static @Nullable Document result(JsonNode block, String place) {
    return first(
        () -> identifier(block.path("tool_use_id"), place + ".tool_use_id"),
        () -> Checks.flag(block.path("is_error"), place + ".is_error"),
        () ->
            absent(block.path("content"))
                ? null
                : contents(block.path("content"), place + ".content"));
  }

  private static @Nullable Document contents(JsonNode content, String place) {
    if (content.isString()) {
      return null;
    }
    return content.isArray()
        ? check(content, place)
        : invalid(place, "Input should be a valid list");
  }

  private static @Nullable Document identifier(JsonNode id, String place) {
    Document refusal = Checks.string(id, place);
    if (refusal != null || id.stringValue().matches(ID)) {
      return refusal;
    }
    return invalid(place, "String should match pattern '" + ID + "'");
  }

  /** A thought comes back as it was said: its signature holds for its text alone. */
  private static @Nullable Document thinking(JsonNode block, String place, String where) {
    Document refusal =
        first(
            () -> Checks.string(block.path("thinking"), place + ".thinking"),
            () -> Checks.string(block.path("signature"), place + ".signature"));
    if (refusal != null) {
      return refusal;
    }
    return Signature.genuine(
            block.path("thinking").stringValue(), block.path("signature").stringValue())
        ? null
        : invalid(where, "Invalid `signature` in `thinking` block");
  }

  private static @Nullable Document redacted(JsonNode data, String place, String where) {
    Document refusal = Checks.string(data, place + ".data");
    if (refusal != null) {
      return refusal;
    }
    return Signature.open(data.stringValue()).isPresent()
        ? null
        : invalid(where, "Invalid `data` in `redacted_thinking` block");
  }
}
