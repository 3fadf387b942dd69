package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.answer.Document;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Anthropic demands of a message's request. Each rule gives the refusal, or null when it is
 * kept.
 */
final class MessagesRules {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "max_tokens",
          "system",
          "metadata",
          "stop_sequences",
          "stream",
          "temperature",
          "top_p",
          "top_k",
          "tools",
          "tool_choice",
          "thinking",
          "service_tier",
          "container",
          "mcp_servers",
          "context_management",
          "output_config",
          "output_format",
          "inference_geo",
          "cache_control",
          "speed");

  private MessagesRules() {}

  /** Checks a body; a token count needs no {@code max_tokens}. */
  static @Nullable Document check(JsonNode body, boolean generation) {
    for (String key : body.propertyNames()) {
      if (!KNOWN.contains(key)) {
        return AnthropicErrors.invalid(key + ": Extra inputs are not permitted");
      }
    }
    return first(
        model(body),
        generation ? maxTokens(body) : null,
        messages(body),
        system(body),
        number(body, "temperature"),
        number(body, "top_p"),
        topK(body),
        flag(body, "stream"),
        stops(body));
  }

  private static @Nullable Document first(@Nullable Document... refusals) {
    for (Document refusal : refusals) {
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Document model(JsonNode body) {
    JsonNode model = body.path("model");
    if (model.isMissingNode()) {
      return AnthropicErrors.invalid("model: Field required");
    }
    if (!model.isString()) {
      return AnthropicErrors.invalid("model: Input should be a valid string");
    }
    return model.stringValue().isEmpty()
        ? AnthropicErrors.invalid("model: String should have at least 1 character")
        : null;
  }

  private static @Nullable Document maxTokens(JsonNode body) {
    JsonNode limit = body.path("max_tokens");
    if (limit.isMissingNode()) {
      return AnthropicErrors.invalid("max_tokens: Field required");
    }
    if (!limit.isIntegralNumber() || !limit.canConvertToInt()) {
      return AnthropicErrors.invalid("max_tokens: Input should be a valid integer");
    }
    return limit.intValue() < 1
        ? AnthropicErrors.invalid("max_tokens: Input should be greater than or equal to 1")
        : null;
  }

  private static @Nullable Document messages(JsonNode body) {
    JsonNode messages = body.path("messages");
    if (messages.isMissingNode()) {
      return AnthropicErrors.invalid("messages: Field required");
    }
    if (!messages.isArray()) {
      return AnthropicErrors.invalid("messages: Input should be a valid list");
    }
    if (messages.isEmpty()) {
      return AnthropicErrors.invalid("messages: at least one message is required");
    }
    for (int index = 0; index < messages.size(); index++) {
      boolean last = index == messages.size() - 1;
      Document refusal = message("messages." + index, messages.get(index), last);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Document message(String where, JsonNode message, boolean last) {
    if (!message.isObject()) {
      return AnthropicErrors.invalid(
          where + ": Input should be a valid dictionary or object to extract fields from");
    }
    JsonNode role = message.path("role");
    if (role.isMissingNode()) {
      return AnthropicErrors.invalid(where + ".role: Field required");
    }
    String name = role.asString("");
    if (name.equals("system")) {
      return AnthropicErrors.invalid(
          "messages: Unexpected role \"system\". The Messages API accepts a top-level `system` parameter, not"
              + " \"system\" as an input message role.");
    }
    if (!name.equals("user") && !name.equals("assistant")) {
      return AnthropicErrors.invalid(where + ".role: Input should be 'user' or 'assistant'");
    }
    JsonNode content = message.path("content");
    if (content.isMissingNode()) {
      return AnthropicErrors.invalid(where + ".content: Field required");
    }
    if (!content.isString() && !content.isArray()) {
      return AnthropicErrors.invalid(where + ".content: Input should be a valid list");
    }
    boolean empty = content.isString() ? content.stringValue().isEmpty() : content.isEmpty();
    if (empty && !(last && name.equals("assistant"))) {
      return AnthropicErrors.invalid(
          where
              + ": all messages must have non-empty content except for the optional final assistant message");
    }
    return content.isArray() ? blocks(where + ".content", content) : null;
  }

  private static @Nullable Document blocks(String where, JsonNode blocks) {
    for (int index = 0; index < blocks.size(); index++) {
      JsonNode block = blocks.get(index);
      String place = where + "." + index;
      if (!block.isObject()) {
        return AnthropicErrors.invalid(
            place + ": Input should be a valid dictionary or object to extract fields from");
      }
      if (!block.path("type").isString()) {
        return AnthropicErrors.invalid(place + ".type: Field required");
      }
      if (block.path("type").stringValue().equals("text")) {
        JsonNode text = block.path("text");
        if (!text.isString()) {
          return AnthropicErrors.invalid(
              place
                  + ".text.text: "
                  + (text.isMissingNode() ? "Field required" : "Input should be a valid string"));
        }
        if (text.stringValue().isEmpty()) {
          return AnthropicErrors.invalid("messages: text content blocks must be non-empty");
        }
      }
    }
    return null;
  }

  private static @Nullable Document system(JsonNode body) {
    JsonNode system = body.path("system");
    if (system.isMissingNode() || system.isString()) {
      return null;
    }
    return system.isArray()
        ? blocks("system", system)
        : AnthropicErrors.invalid("system: Input should be a valid list");
  }

  private static @Nullable Document number(JsonNode body, String key) {
    JsonNode value = body.path(key);
    if (absent(value)) {
      return null;
    }
    if (!value.isNumber()) {
      return AnthropicErrors.invalid(key + ": Input should be a valid number");
    }
    return value.doubleValue() < 0 || value.doubleValue() > 1
        ? AnthropicErrors.invalid(key + ": range: 0..1")
        : null;
  }

  private static @Nullable Document topK(JsonNode body) {
    JsonNode value = body.path("top_k");
    return absent(value) || value.isIntegralNumber()
        ? null
        : AnthropicErrors.invalid("top_k: Input should be a valid integer");
  }

  private static @Nullable Document flag(JsonNode body, String key) {
    JsonNode value = body.path(key);
    return absent(value) || value.isBoolean()
        ? null
        : AnthropicErrors.invalid(key + ": Input should be a valid boolean");
  }

  private static @Nullable Document stops(JsonNode body) {
    JsonNode stops = body.path("stop_sequences");
    if (absent(stops)) {
      return null;
    }
    if (!stops.isArray()) {
      return AnthropicErrors.invalid("stop_sequences: Input should be a valid list");
    }
    for (int index = 0; index < stops.size(); index++) {
      JsonNode stop = stops.get(index);
      if (!stop.isString()) {
        return AnthropicErrors.invalid(
            "stop_sequences." + index + ": Input should be a valid string");
      }
      if (stop.stringValue().isBlank()) {
        return AnthropicErrors.invalid(
            "stop_sequences: each stop sequence must contain non-whitespace");
      }
    }
    return null;
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
