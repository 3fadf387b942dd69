package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Document;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What OpenAI demands of a conversation: roles, contents, calls and their results. */
final class MessageRules {
  private static final List<String> ROLES =
      List.of("system", "assistant", "user", "function", "tool", "developer");
  private static final List<String> PARTS =
      List.of("text", "image_url", "input_audio", "refusal", "audio", "file");

  private MessageRules() {}

  static @Nullable Document check(JsonNode messages) {
    if (Rules.absent(messages)) {
      return Rules.missing("messages");
    }
    if (!messages.isArray()) {
      return Rules.wrongType("messages", "an array of objects", messages);
    }
    if (messages.isEmpty()) {
      return Rules.emptyArray("messages");
    }
    for (int index = 0; index < messages.size(); index++) {
      Document refusal = message("messages[" + index + "]", messages.get(index));
      if (refusal != null) {
        return refusal;
      }
    }
    return results(messages);
  }

  private static @Nullable Document message(String where, JsonNode message) {
    if (!message.isObject()) {
      return Rules.wrongType(where, "an object", message);
    }
    JsonNode role = message.path("role");
    if (Rules.absent(role)) {
      return Rules.missing(where + ".role");
    }
    if (!role.isString() || !ROLES.contains(role.stringValue())) {
      return Rules.unsupported(where + ".role", role, ROLES);
    }
    Document refusal = calls(where + ".tool_calls", message.path("tool_calls"));
    if (refusal != null) {
      return refusal;
    }
    JsonNode content = message.path("content");
    if (content.isString()) {
      return null;
    }
    if (content.isArray()) {
      return parts(where + ".content", content, role.stringValue());
    }
    if (!Rules.absent(content)) {
      return Rules.wrongType(where + ".content", "one of a string or array of objects", content);
    }
    boolean spoken =
        message.has("tool_calls")
            || message.has("function_call")
            || message.has("refusal")
            || message.has("audio");
    return role.stringValue().equals("assistant") && spoken
        ? null
        : OpenAiErrors.invalid(
            "Invalid value for 'content': expected a string, got null.", where + ".content", null);
  }

  private static @Nullable Document calls(String where, JsonNode calls) {
    if (Rules.absent(calls)) {
      return null;
    }
    if (!calls.isArray()) {
      return Rules.wrongType(where, "an array of objects", calls);
    }
    if (calls.isEmpty()) {
      return Rules.emptyArray(where);
    }
    for (int index = 0; index < calls.size(); index++) {
      JsonNode call = calls.get(index);
      String place = where + "[" + index + "]";
      if (!call.path("id").isString()) {
        return Rules.missing(place + ".id");
      }
      if (!call.path("type").isString()) {
        return Rules.missing(place + ".type");
      }
      boolean function = call.path("type").stringValue().equals("function");
      if (function && !call.at("/function/name").isString()) {
        return Rules.missing(place + ".function.name");
      }
      if (function && !call.at("/function/arguments").isString()) {
        return Rules.absent(call.at("/function/arguments"))
            ? Rules.missing(place + ".function.arguments")
            : Rules.wrongType(
                place + ".function.arguments", "a string", call.at("/function/arguments"));
      }
    }
    return null;
  }

  private static @Nullable Document parts(String where, JsonNode parts, String role) {
    if (parts.isEmpty() && !role.equals("assistant")) {
      return Rules.emptyArray(where);
    }
    for (int index = 0; index < parts.size(); index++) {
      Document refusal = part(where + "[" + index + "]", parts.get(index), role);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Document part(String where, JsonNode part, String role) {
    if (!part.isObject()) {
      return Rules.wrongType(where, "an object", part);
    }
    JsonNode type = part.path("type");
    if (!type.isString()) {
      return Rules.missing(where + ".type");
    }
    if (!PARTS.contains(type.stringValue())) {
      return Rules.unsupported(where + ".type", type, PARTS);
    }
    boolean medium = List.of("image_url", "input_audio", "file").contains(type.stringValue());
    if (medium && !role.equals("user")) {
      return OpenAiErrors.invalid(
          "Invalid '%s'. Content of type '%s' is only allowed in messages with role 'user', but this message with role '%s' contains it."
              .formatted(where, type.stringValue(), role),
          where,
          "invalid_value");
    }
    return switch (type.stringValue()) {
      case "text" -> part.path("text").isString() ? null : Rules.missing(where + ".text");
      case "refusal" -> part.path("refusal").isString() ? null : Rules.missing(where + ".refusal");
      case "image_url" -> image(where + ".image_url", part.path("image_url"));
      case "file" -> file(where + ".file", part.path("file"));
      case "input_audio" ->
          part.at("/input_audio/data").isString()
              ? null
              : Rules.missing(where + ".input_audio.data");
      default -> null;
    };
  }

  private static @Nullable Document image(String where, JsonNode image) {
    if (!image.isObject()) {
      return Rules.absent(image)
          ? Rules.missing(where)
          : Rules.wrongType(where, "an object", image);
    }
    return image.path("url").isString()
        ? link(where + ".url", image.path("url").stringValue())
        : Rules.missing(where + ".url");
  }

  /** An image's address: a picture's data, or where to fetch it. */
  static @Nullable Document link(String where, String url) {
    if (!url.startsWith("data:")) {
      return url.startsWith("http://") || url.startsWith("https://")
          ? null
          : OpenAiErrors.invalid(
              "Invalid image URL: '"
                  + where
                  + "'. Expected a valid URL, but got a value with an invalid format.",
              where,
              "invalid_image_url");
    }
    int comma = url.indexOf(',');
    String head = comma < 0 ? url : url.substring(0, comma);
    if (comma < 0 || !head.endsWith(";base64")) {
      return OpenAiErrors.invalid(
          "Invalid '%s'. Expected a base64-encoded data URL with an image MIME type (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='), but got a value without the 'base64' marker."
              .formatted(where),
          where,
          "invalid_value");
    }
    if (!List.of("png", "jpeg", "jpg", "gif", "webp")
        .contains(head.substring(5, head.length() - 7).replace("image/", ""))) {
      return OpenAiErrors.invalid(
          "You uploaded an unsupported image. Please make sure your image has of one the following formats: ['png', 'jpeg', 'gif', 'webp'].",
          null,
          "invalid_image_format");
    }
    return base64(url.substring(comma + 1))
        ? null
        : OpenAiErrors.invalid("Invalid base64 image_url.", null, "invalid_base64");
  }

  private static boolean base64(String data) {
    try {
      return Base64.getDecoder().decode(data).length > 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static @Nullable Document file(String where, JsonNode file) {
    if (!file.isObject()) {
      return Rules.missing(where);
    }
    return file.path("file_id").isString() || file.path("file_data").isString()
        ? null
        : Rules.missing(where + ".file_id");
  }

  /**
   * Calls and results belong together: each result to a call before it, each call with a result.
   */
  private static @Nullable Document results(JsonNode messages) {
    Set<String> open = new LinkedHashSet<>();
    Set<String> called = new LinkedHashSet<>();
    for (int index = 0; index <= messages.size(); index++) {
      JsonNode message = messages.path(index);
      String where = "messages.[" + index + "].role";
      boolean result = message.path("role").asString("").equals("tool");
      if (!result && !open.isEmpty()) {
        return OpenAiErrors.invalid(
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: "
                + String.join(", ", open),
            where,
            null);
      }
      if (result) {
        Document refusal = result(message, index, called);
        if (refusal != null) {
          return refusal;
        }
        open.remove(message.path("tool_call_id").stringValue());
      } else {
        called.clear();
        message.path("tool_calls").forEach(call -> called.add(call.path("id").stringValue()));
        open.addAll(called);
      }
    }
    return null;
  }

  private static @Nullable Document result(JsonNode message, int index, Set<String> called) {
    if (called.isEmpty()) {
      return OpenAiErrors.invalid(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          "messages.[" + index + "].role",
          null);
    }
    JsonNode id = message.path("tool_call_id");
    if (!id.isString()) {
      return Rules.missing("messages[" + index + "].tool_call_id");
    }
    return called.contains(id.stringValue())
        ? null
        : OpenAiErrors.invalid(
            "Invalid parameter: 'tool_call_id' of '"
                + id.stringValue()
                + "' not found in 'tool_calls' of previous message.",
            "messages.[" + index + "].tool_call_id",
            null);
  }

  /** Whether any message says {@code json}, in any case; JSON mode demands it. */
  static boolean mentionsJson(JsonNode messages) {
    for (JsonNode message : messages) {
      if (Prompt.words(message.path("content")).toLowerCase(Locale.ROOT).contains("json")) {
        return true;
      }
    }
    return false;
  }
}
