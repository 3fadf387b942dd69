package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What OpenAI demands of a chat completion's request. Each rule gives the refusal, or null when it
 * is kept.
 */
final class ChatRules {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "audio",
          "frequency_penalty",
          "function_call",
          "functions",
          "logit_bias",
          "logprobs",
          "max_completion_tokens",
          "max_tokens",
          "metadata",
          "modalities",
          "n",
          "parallel_tool_calls",
          "prediction",
          "presence_penalty",
          "prompt_cache_key",
          "prompt_cache_retention",
          "reasoning_effort",
          "response_format",
          "safety_identifier",
          "seed",
          "service_tier",
          "stop",
          "store",
          "stream",
          "stream_options",
          "temperature",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "user",
          "verbosity",
          "web_search_options");
  private static final List<String> ROLES =
      List.of("system", "assistant", "user", "function", "tool", "developer");

  private ChatRules() {}

  static @Nullable Document check(JsonNode body) {
    for (String key : body.propertyNames()) {
      if (!KNOWN.contains(key)) {
        return OpenAiErrors.invalid("Unrecognized request argument supplied: " + key, null, null);
      }
    }
    return first(
        model(body), messages(body), sampling(body), lengths(body), stops(body), streaming(body));
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
    if (absent(model) || (model.isString() && model.stringValue().isEmpty())) {
      return OpenAiErrors.invalid("you must provide a model parameter", null, null);
    }
    return model.isString() ? null : wrongType("model", "a string", model);
  }

  private static @Nullable Document messages(JsonNode body) {
    JsonNode messages = body.path("messages");
    if (absent(messages)) {
      return OpenAiErrors.invalid(
          "Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
    }
    if (!messages.isArray()) {
      return wrongType("messages", "an array of objects", messages);
    }
    if (messages.isEmpty()) {
      return OpenAiErrors.invalid(
          "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
          "messages",
          "empty_array");
    }
    for (int index = 0; index < messages.size(); index++) {
      Document refusal = message("messages[" + index + "]", messages.get(index));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Document message(String where, JsonNode message) {
    if (!message.isObject()) {
      return wrongType(where, "an object", message);
    }
    JsonNode role = message.path("role");
    if (absent(role)) {
      return OpenAiErrors.invalid(
          "Missing required parameter: '" + where + ".role'.",
          where + ".role",
          "missing_required_parameter");
    }
    if (!role.isString() || !ROLES.contains(role.stringValue())) {
      return OpenAiErrors.invalid(
          "Invalid value: '"
              + role.asString()
              + "'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
          where + ".role",
          "invalid_value");
    }
    JsonNode content = message.path("content");
    if (content.isString()) {
      return null;
    }
    if (content.isArray()) {
      return parts(where + ".content", content);
    }
    boolean spoken =
        message.has("tool_calls")
            || message.has("function_call")
            || message.has("refusal")
            || message.has("audio");
    if (absent(content)) {
      return role.stringValue().equals("assistant") && spoken
          ? null
          : OpenAiErrors.invalid(
              "Invalid value for 'content': expected a string, got null.",
              where + ".content",
              null);
    }
    return wrongType(where + ".content", "one of a string or array of objects", content);
  }

  private static @Nullable Document parts(String where, JsonNode parts) {
    for (int index = 0; index < parts.size(); index++) {
      JsonNode part = parts.get(index);
      String place = where + "[" + index + "]";
      if (!part.isObject()) {
        return wrongType(place, "an object", part);
      }
      if (!part.path("type").isString()) {
        return OpenAiErrors.invalid(
            "Missing required parameter: '" + place + ".type'.",
            place + ".type",
            "missing_required_parameter");
      }
      if (part.path("type").stringValue().equals("text") && !part.path("text").isString()) {
        return OpenAiErrors.invalid(
            "Missing required parameter: '" + place + ".text'.",
            place + ".text",
            "missing_required_parameter");
      }
    }
    return null;
  }

  private static @Nullable Document sampling(JsonNode body) {
    return first(
        decimal(body, "temperature", 0, 2),
        decimal(body, "top_p", 0, 1),
        decimal(body, "frequency_penalty", -2, 2),
        decimal(body, "presence_penalty", -2, 2));
  }

  private static @Nullable Document lengths(JsonNode body) {
    if (body.path("max_tokens").isNumber() && body.path("max_completion_tokens").isNumber()) {
      return OpenAiErrors.invalid(
          "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
          "max_tokens",
          "invalid_parameter_combination");
    }
    return first(
        integer(body, "max_tokens", Integer.MAX_VALUE),
        integer(body, "max_completion_tokens", Integer.MAX_VALUE),
        integer(body, "n", 128));
  }

  private static @Nullable Document stops(JsonNode body) {
    JsonNode stop = body.path("stop");
    if (absent(stop) || stop.isString()) {
      return null;
    }
    if (!stop.isArray()) {
      return wrongType("stop", "one of a string or array of strings", stop);
    }
    if (stop.size() > 4) {
      return OpenAiErrors.invalid(
          "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length "
              + stop.size()
              + " instead.",
          "stop",
          "array_above_max_length");
    }
    for (int index = 0; index < stop.size(); index++) {
      if (!stop.get(index).isString()) {
        return wrongType("stop[" + index + "]", "a string", stop.get(index));
      }
    }
    return null;
  }

  private static @Nullable Document streaming(JsonNode body) {
    JsonNode stream = body.path("stream");
    if (!absent(stream) && !stream.isBoolean()) {
      return wrongType("stream", "a boolean", stream);
    }
    JsonNode options = body.path("stream_options");
    if (absent(options)) {
      return null;
    }
    if (!options.isObject()) {
      return wrongType("stream_options", "an object", options);
    }
    return stream.asBoolean(false)
        ? null
        : OpenAiErrors.invalid(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            "stream_options",
            null);
  }

  private static @Nullable Document decimal(JsonNode body, String key, double least, double most) {
    JsonNode value = body.path(key);
    if (absent(value)) {
      return null;
    }
    if (!value.isNumber()) {
      return wrongType(key, "a decimal", value);
    }
    if (value.doubleValue() > most) {
      return bound(
          key,
          "decimal above maximum value",
          "<= " + plain(most),
          value,
          "decimal_above_max_value");
    }
    return value.doubleValue() < least
        ? bound(
            key,
            "decimal below minimum value",
            ">= " + plain(least),
            value,
            "decimal_below_min_value")
        : null;
  }

  private static @Nullable Document integer(JsonNode body, String key, int most) {
    JsonNode value = body.path(key);
    if (absent(value)) {
      return null;
    }
    if (!value.isIntegralNumber()) {
      return wrongType(key, "an integer", value);
    }
    if (!value.canConvertToInt() || value.intValue() > most) {
      return bound(
          key, "integer above maximum value", "<= " + most, value, "integer_above_max_value");
    }
    return value.intValue() < 1
        ? bound(key, "integer below minimum value", ">= 1", value, "integer_below_min_value")
        : null;
  }

  private static Document bound(String key, String what, String rule, JsonNode value, String code) {
    return OpenAiErrors.invalid(
        "Invalid '"
            + key
            + "': "
            + what
            + ". Expected a value "
            + rule
            + ", but got "
            + value
            + " instead.",
        key,
        code);
  }

  private static String plain(double number) {
    return Integer.toString((int) number);
  }

  private static Document wrongType(String where, String expected, JsonNode got) {
    return OpenAiErrors.invalid(
        "Invalid type for '"
            + where
            + "': expected "
            + expected
            + ", but got "
            + kind(got)
            + " instead.",
        where,
        "invalid_type");
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case BOOLEAN -> "a boolean";
      case NUMBER -> node.isIntegralNumber() ? "an integer" : "a decimal";
      case OBJECT -> "an object";
      case STRING -> "a string";
      case NULL, MISSING, BINARY, POJO -> "null";
    };
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
