package dev.breakwater.simulator.anthropic;

import static dev.breakwater.simulator.anthropic.Checks.absent;
import static dev.breakwater.simulator.anthropic.Checks.first;
import static dev.breakwater.simulator.anthropic.Checks.invalid;

import dev.breakwater.simulator.answer.Claude;
import dev.breakwater.simulator.answer.Document;
import java.util.List;
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
          "diagnostics",
          "user_profile_id",
          "workspace_id",
          "speed");

  private static final int MOST_BREAKPOINTS = 4;

  private MessagesRules() {}

  /** Checks a body; a token count needs no {@code max_tokens}. */
  static @Nullable Document check(JsonNode body, Version version, boolean generation) {
    return first(
        () -> Checks.extra(body, "", KNOWN),
        () -> version == Version.STRICT ? StrictRules.sampling(body) : null,
        () -> model(body),
        () -> generation ? maxTokens(body) : null,
        () -> messages(body),
        () -> system(body),
        () -> version == Version.STRICT ? StrictRules.blocks(body.path("messages")) : null,
        () -> number(body, "temperature"),
        () -> number(body, "top_p"),
        () -> topK(body),
        () -> Checks.flag(body.path("stream"), "stream"),
        () -> stops(body),
        () -> metadata(body.path("metadata")),
        () -> tier(body.path("service_tier")),
        () -> ToolRules.check(body),
        () -> TurnRules.check(body.path("messages")),
        () -> prefill(body),
        () -> ThinkingRules.check(body, generation),
        () -> OutputRules.check(body),
        () -> breakpoints(body));
  }

  private static @Nullable Document prefill(JsonNode body) {
    return Prompt.begun(body.path("messages")).isEmpty()
            || Claude.takesPrefill(body.path("model").asString(""))
        ? null
        : AnthropicErrors.invalid(
            "This model does not support assistant message prefill. The conversation must end with"
                + " a user message.");
  }

  private static @Nullable Document model(JsonNode body) {
    JsonNode model = body.path("model");
    Document refusal = Checks.string(model, "model");
    if (refusal != null) {
      return refusal;
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
    Document refusal = Checks.whole(limit, "max_tokens");
    if (refusal != null) {
      return refusal;
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
      boolean later = index > 0 && knowsSystem(body.path("model").asString(""));
      Document refusal = message("messages." + index, messages.get(index), last, later);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /** Models from Opus 4.8 on take system messages in the middle of a conversation. */
  private static boolean knowsSystem(String model) {
    return model.matches("claude-opus-(4-[89]|[5-9]).*");
  }

  private static @Nullable Document message(
      String where, JsonNode message, boolean last, boolean maySystem) {
    Document refusal = Checks.object(message, where);
    if (refusal != null) {
      return refusal;
    }
    JsonNode role = message.path("role");
    boolean system = role.asString("").equals("system");
    if (system && !maySystem) {
      return AnthropicErrors.invalid(
          "messages: Unexpected role \"system\". The Messages API accepts a top-level `system` parameter, not"
              + " \"system\" as an input message role.");
    }
    JsonNode content = message.path("content");
    return first(
        () -> system ? null : Checks.oneOf(role, where + ".role", List.of("user", "assistant")),
        () -> Checks.extra(message, where, Set.of("role", "content")),
        () -> content(where, content, last && role.stringValue().equals("assistant")));
  }

  private static @Nullable Document content(String where, JsonNode content, boolean mayBeEmpty) {
    if (content.isMissingNode()) {
      return invalid(where + ".content", "Field required");
    }
    if (!content.isString() && !content.isArray()) {
      return invalid(where + ".content", "Input should be a valid list");
    }
    boolean empty = content.isString() ? content.stringValue().isEmpty() : content.isEmpty();
    if (empty && !mayBeEmpty) {
      return invalid(
          where,
          "all messages must have non-empty content except for the optional final assistant message");
    }
    return content.isArray() ? BlockRules.check(content, where + ".content") : null;
  }

  private static @Nullable Document system(JsonNode body) {
    JsonNode system = body.path("system");
    if (system.isMissingNode() || system.isString()) {
      return null;
    }
    return system.isArray()
        ? BlockRules.check(system, "system")
        : AnthropicErrors.invalid("system: Input should be a valid list");
  }

  private static @Nullable Document number(JsonNode body, String key) {
    JsonNode value = body.path(key);
    if (absent(value)) {
      return null;
    }
    if (!value.isNumber()) {
      return invalid(key, "Input should be a valid number");
    }
    return value.doubleValue() < 0 || value.doubleValue() > 1 ? invalid(key, "range: 0..1") : null;
  }

  private static @Nullable Document topK(JsonNode body) {
    JsonNode value = body.path("top_k");
    if (absent(value)) {
      return null;
    }
    Document refusal = Checks.whole(value, "top_k");
    return refusal == null && value.intValue() < 0
        ? invalid("top_k", "Input should be greater than or equal to 0")
        : refusal;
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
      Document refusal = Checks.string(stop, "stop_sequences." + index);
      if (refusal != null) {
        return refusal;
      }
      if (stop.stringValue().isBlank()) {
        return AnthropicErrors.invalid(
            "stop_sequences: each stop sequence must contain non-whitespace");
      }
    }
    return null;
  }

  private static @Nullable Document metadata(JsonNode metadata) {
    return absent(metadata)
        ? null
        : first(
            () -> Checks.object(metadata, "metadata"),
            () -> Checks.extra(metadata, "metadata", Set.of("user_id")),
            () -> Checks.optionalString(metadata.path("user_id"), "metadata.user_id"));
  }

  private static @Nullable Document tier(JsonNode tier) {
    return absent(tier)
        ? null
        : Checks.oneOf(tier, "service_tier", List.of("auto", "standard_only"));
  }

  private static @Nullable Document breakpoints(JsonNode body) {
    long count = 0;
    for (JsonNode control : body.findValues("cache_control")) {
      count += control.isObject() ? 1 : 0;
    }
    return count > MOST_BREAKPOINTS
        ? AnthropicErrors.invalid(
            "A maximum of "
                + MOST_BREAKPOINTS
                + " blocks with cache_control may be provided. Found "
                + count
                + ".")
        : null;
  }
}
