package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What OpenAI demands of a request for a response. Each rule gives the refusal, or null when it is
 * kept.
 */
final class ResponsesRules {
  private static final Set<String> KNOWN =
      Set.of(
          "background",
          "context_management",
          "conversation",
          "include",
          "input",
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "metadata",
          "model",
          "moderation",
          "parallel_tool_calls",
          "previous_response_id",
          "prompt",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "reasoning",
          "safety_identifier",
          "service_tier",
          "store",
          "stream",
          "stream_options",
          "temperature",
          "text",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "truncation",
          "user");
  private static final List<String> INCLUDABLE =
      List.of(
          "file_search_call.results",
          "web_search_call.results",
          "web_search_call.action.sources",
          "message.input_image.image_url",
          "computer_call_output.output.image_url",
          "code_interpreter_call.outputs",
          "reasoning.encrypted_content",
          "message.output_text.logprobs");
  private static final List<String> SUMMARIES = List.of("auto", "concise", "detailed");
  private static final int LEAST_OUTPUT = 16;
  private static final int MOST_LOGPROBS = 20;

  private ResponsesRules() {}

  static @Nullable Document check(JsonNode body) {
    for (String key : body.propertyNames()) {
      if (!KNOWN.contains(key)) {
        return OpenAiErrors.invalid("Unknown parameter: '" + key + "'.", key, "unknown_parameter");
      }
    }
    return Rules.first(
        model(body),
        input(body.path("input"), body),
        ChatRules.sampling(body),
        Rules.integer(body, "max_output_tokens", LEAST_OUTPUT, Integer.MAX_VALUE),
        Rules.integer(body, "top_logprobs", 0, MOST_LOGPROBS),
        Rules.streaming(body),
        ToolRules.responses(body),
        text(body.path("text"), body.path("input")),
        reasoning(body.path("reasoning")),
        include(body.path("include")),
        Rules.word("service_tier", body.path("service_tier"), ChatRules.TIERS),
        Rules.word("truncation", body.path("truncation"), List.of("auto", "disabled")),
        Rules.bool(body, "store", "background"),
        Rules.string(body, "instructions", "previous_response_id", "user", "prompt_cache_key"),
        Rules.metadata(body),
        unserved(body));
  }

  private static @Nullable Document model(JsonNode body) {
    JsonNode model = body.path("model");
    if (Rules.absent(model)) {
      return Rules.missing("model");
    }
    return model.isString() && !model.stringValue().isEmpty()
        ? null
        : Rules.wrongType("model", "a string", model);
  }

  private static @Nullable Document input(JsonNode input, JsonNode body) {
    if (input.isString()) {
      return null;
    }
    if (input.isArray()) {
      return ResponseItems.check(input);
    }
    if (!Rules.absent(input)) {
      return Rules.wrongType("input", "one of a string or array of objects", input);
    }
    return body.path("previous_response_id").isString()
        ? null
        : OpenAiErrors.invalid(
            "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation_id' must be provided.",
            null,
            "missing_required_parameter");
  }

  private static @Nullable Document text(JsonNode text, JsonNode input) {
    if (Rules.absent(text)) {
      return null;
    }
    if (!text.isObject()) {
      return Rules.wrongType("text", "an object", text);
    }
    JsonNode format = text.path("format");
    Document refusal = Rules.word("text.verbosity", text.path("verbosity"), ChatRules.VERBOSITIES);
    if (refusal != null || Rules.absent(format)) {
      return refusal;
    }
    if (!format.path("type").isString()) {
      return Rules.missing("text.format.type");
    }
    List<String> types = List.of("json_object", "json_schema", "text");
    refusal = Rules.word("text.format.type", format.path("type"), types);
    if (refusal != null) {
      return refusal;
    }
    return switch (format.path("type").stringValue()) {
      case "json_schema" -> ChatRules.schema(format, "text.format", "text.format.schema");
      case "json_object" ->
          input.toString().toLowerCase(Locale.ROOT).contains("json")
              ? null
              : OpenAiErrors.invalid(
                  "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
                  "input",
                  null);
      default -> null;
    };
  }

  private static @Nullable Document reasoning(JsonNode reasoning) {
    if (Rules.absent(reasoning)) {
      return null;
    }
    return reasoning.isObject()
        ? Rules.first(
            Rules.word("reasoning.effort", reasoning.path("effort"), ChatRules.EFFORTS),
            Rules.word("reasoning.summary", reasoning.path("summary"), SUMMARIES),
            Rules.word("reasoning.generate_summary", reasoning.path("generate_summary"), SUMMARIES))
        : Rules.wrongType("reasoning", "an object", reasoning);
  }

  private static @Nullable Document include(JsonNode include) {
    if (Rules.absent(include)) {
      return null;
    }
    if (!include.isArray()) {
      return Rules.wrongType("include", "an array of strings", include);
    }
    for (int index = 0; index < include.size(); index++) {
      Document refusal = Rules.word("include[" + index + "]", include.get(index), INCLUDABLE);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /** Templates, conversations and work in the background are not simulated: there are none. */
  private static @Nullable Document unserved(JsonNode body) {
    if (!Rules.absent(body.path("prompt"))) {
      String id = body.path("prompt").path("id").asString("");
      return OpenAiErrors.notFound("Prompt with id '" + id + "' not found.");
    }
    if (!Rules.absent(body.path("conversation"))) {
      JsonNode conversation = body.path("conversation");
      String id = conversation.asString(conversation.path("id").asString(""));
      return OpenAiErrors.notFound("Conversation with id '" + id + "' not found.");
    }
    return body.path("background").asBoolean(false)
        ? OpenAiErrors.invalid(
            "Unsupported parameter: 'background' is not supported with this model.",
            "background",
            "unsupported_parameter")
        : null;
  }
}
