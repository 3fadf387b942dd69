package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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
          "moderation",
          "n",
          "parallel_tool_calls",
          "prediction",
          "presence_penalty",
          "prompt_cache_key",
          "prompt_cache_options",
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
  static final List<String> EFFORTS =
      List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
  static final List<String> TIERS = List.of("auto", "default", "flex", "scale", "priority");
  static final List<String> VERBOSITIES = List.of("low", "medium", "high");
  private static final int MOST_CHOICES = 128;
  private static final int MOST_LOGPROBS = 20;

  /** Models that only know the newer limit, by OpenAI's documentation of {@code max_tokens}. */
  private static final Pattern REASONING = Pattern.compile("o\\d.*");

  private ChatRules() {}

  static @Nullable Document check(JsonNode body) {
    for (String key : body.propertyNames()) {
      if (!KNOWN.contains(key)) {
        return OpenAiErrors.invalid("Unrecognized request argument supplied: " + key, null, null);
      }
    }
    return Rules.first(
        Rules.model(body),
        MessageRules.check(body.path("messages")),
        sampling(body),
        lengths(body),
        Rules.stops(body),
        Rules.streaming(body),
        ToolRules.chat(body),
        format(body),
        likelihoods(body),
        words(body));
  }

  static @Nullable Document sampling(JsonNode body) {
    return Rules.first(
        Rules.decimal(body, "temperature", 0, 2),
        Rules.decimal(body, "top_p", 0, 1),
        Rules.decimal(body, "frequency_penalty", -2, 2),
        Rules.decimal(body, "presence_penalty", -2, 2));
  }

  private static @Nullable Document lengths(JsonNode body) {
    boolean older = body.path("max_tokens").isNumber();
    if (older && body.path("max_completion_tokens").isNumber()) {
      return OpenAiErrors.invalid(
          "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
          "max_tokens",
          "invalid_parameter_combination");
    }
    if (older && REASONING.matcher(body.path("model").asString("")).matches()) {
      return OpenAiErrors.invalid(
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
          "max_tokens",
          "unsupported_parameter");
    }
    return Rules.first(
        Rules.integer(body, "max_tokens", 1, Integer.MAX_VALUE),
        Rules.integer(body, "max_completion_tokens", 1, Integer.MAX_VALUE),
        Rules.integer(body, "n", 1, MOST_CHOICES));
  }

  private static @Nullable Document format(JsonNode body) {
    JsonNode format = body.path("response_format");
    if (Rules.absent(format)) {
      return null;
    }
    if (!format.isObject()) {
      return Rules.wrongType("response_format", "an object", format);
    }
    if (!format.path("type").isString()) {
      return Rules.missing("response_format.type");
    }
    List<String> types = List.of("json_object", "json_schema", "text");
    Document refusal = Rules.word("response_format.type", format.path("type"), types);
    if (refusal != null) {
      return refusal;
    }
    return switch (format.path("type").stringValue()) {
      case "json_object" ->
          MessageRules.mentionsJson(body.path("messages"))
              ? null
              : OpenAiErrors.invalid(
                  "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
                  "messages",
                  null);
      case "json_schema" -> {
        JsonNode schema = format.path("json_schema");
        yield schema.isObject()
            ? schema(schema, "response_format.json_schema", "response_format")
            : Rules.missing("response_format.json_schema");
      }
      default -> null;
    };
  }

  /**
   * A named schema.
   *
   * @param where its parameter
   * @param param the parameter that a refusal of the schema itself names
   */
  static @Nullable Document schema(JsonNode holder, String where, String param) {
    JsonNode name = holder.path("name");
    if (!name.isString()) {
      return Rules.absent(name)
          ? Rules.missing(where + ".name")
          : Rules.wrongType(where + ".name", "a string", name);
    }
    Document refusal = ToolRules.name(where + ".name", name.stringValue());
    if (refusal != null) {
      return refusal;
    }
    JsonNode schema = holder.path("schema");
    if (!schema.isObject()) {
      return Rules.absent(schema)
          ? Rules.missing(where + ".schema")
          : Rules.wrongType(where + ".schema", "an object", schema);
    }
    Optional<String> problem =
        holder.path("strict").asBoolean(false) ? StrictSchema.problem(schema) : Optional.empty();
    return problem
        .map(words ->
            OpenAiErrors.invalid(
                "Invalid schema for response_format '" + name.stringValue() + "': " + words,
                param,
                null))
        .orElse(null);
  }

  private static @Nullable Document likelihoods(JsonNode body) {
    Document refusal =
        Rules.first(
            Rules.bool(body, "logprobs"), Rules.integer(body, "top_logprobs", 0, MOST_LOGPROBS));
    boolean alone = body.path("top_logprobs").isNumber() && !body.path("logprobs").asBoolean(false);
    return refusal == null && alone
        ? OpenAiErrors.invalid(
            "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
            "top_logprobs",
            null)
        : refusal;
  }

  private static @Nullable Document words(JsonNode body) {
    return Rules.first(
        Rules.word("reasoning_effort", body.path("reasoning_effort"), EFFORTS),
        Rules.word("service_tier", body.path("service_tier"), TIERS),
        Rules.word("verbosity", body.path("verbosity"), VERBOSITIES),
        Rules.bool(body, "store"),
        Rules.string(body, "user", "prompt_cache_key", "safety_identifier"),
        seed(body),
        Rules.metadata(body));
  }

  /** Any whole number, however long. */
  private static @Nullable Document seed(JsonNode body) {
    JsonNode seed = body.path("seed");
    return Rules.absent(seed) || seed.isIntegralNumber()
        ? null
        : Rules.wrongType("seed", "an integer", seed);
  }
}
