package dev.breakwater.simulator.gemini;

import static dev.breakwater.simulator.gemini.Checks.first;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Gemini demands of the configuration of an answer. */
final class ConfigRules {
  private static final String ROOT = "generation_config";
  private static final Set<String> KNOWN =
      Set.of(
          "stopSequences",
          "responseMimeType",
          "responseSchema",
          "responseJsonSchema",
          "_responseJsonSchema",
          "responseFormat",
          "responseModalities",
          "candidateCount",
          "maxOutputTokens",
          "temperature",
          "topP",
          "topK",
          "seed",
          "presencePenalty",
          "frequencyPenalty",
          "responseLogprobs",
          "logprobs",
          "enableEnhancedCivicAnswers",
          "speechConfig",
          "thinkingConfig",
          "imageConfig",
          "mediaResolution");
  private static final List<String> TYPES =
      List.of(
          "text/plain", "application/json", "application/xml", "application/yaml", "text/x.enum");
  private static final int MOST_CANDIDATES = 8;
  private static final int MOST_STOPS = 5;
  private static final int MOST_LOGPROBS = 20;
  private static final int MOST_THOUGHTS = 32_768;

  private ConfigRules() {}

  static @Nullable Document check(JsonNode config) {
    if (config.isMissingNode()) {
      return null;
    }
    return first(
        () -> Checks.message(config, ROOT, "GenerationConfig", KNOWN),
        () -> whole(config, "maxOutputTokens", 0, Integer.MAX_VALUE),
        () -> whole(config, "candidateCount", 1, MOST_CANDIDATES),
        () -> whole(config, "seed", Integer.MIN_VALUE, Integer.MAX_VALUE),
        () -> number(config, "temperature", 0, 2),
        () -> number(config, "topP", 0, 1),
        () -> number(config, "topK", 1, Integer.MAX_VALUE),
        () -> number(config, "presencePenalty", -2, 2),
        () -> number(config, "frequencyPenalty", -2, 2),
        () -> stops(Fields.get(config, "stopSequences")),
        () -> logprobs(config),
        () -> form(config),
        () -> thinking(Fields.get(config, "thinkingConfig")));
  }

  private static @Nullable Document whole(JsonNode config, String name, int least, int most) {
    return Checks.whole(
        Fields.get(config, name), ROOT + "." + Fields.underscored(name), least, most);
  }

  private static @Nullable Document number(JsonNode config, String name, int least, int most) {
    return Checks.number(
        Fields.get(config, name), ROOT + "." + Fields.underscored(name), least, most);
  }

  private static @Nullable Document stops(JsonNode stops) {
    if (stops.isMissingNode()) {
      return null;
    }
    if (!stops.isArray()) {
      return Checks.wrong(ROOT + ".stop_sequences", "TYPE_STRING", stops);
    }
    for (int index = 0; index < stops.size(); index++) {
      Document refusal = Checks.text(stops.get(index), ROOT + ".stop_sequences[" + index + "]");
      if (refusal != null) {
        return refusal;
      }
    }
    return stops.size() > MOST_STOPS
        ? GeminiErrors.invalid(
            "Unable to submit request because the number of stop sequences must be at most "
                + MOST_STOPS
                + ".")
        : null;
  }

  private static @Nullable Document logprobs(JsonNode config) {
    JsonNode wanted = Fields.get(config, "responseLogprobs");
    return first(
        () -> Checks.flag(wanted, ROOT + ".response_logprobs"),
        () -> whole(config, "logprobs", 0, MOST_LOGPROBS),
        () ->
            config.has("logprobs") && !wanted.asBoolean(false)
                ? Checks.broken(
                    ROOT + ".logprobs", "only allowed when response_logprobs is set to true")
                : null);
  }

  private static @Nullable Document form(JsonNode config) {
    JsonNode type = Fields.get(config, "responseMimeType");
    JsonNode schema = Fields.get(config, "responseSchema");
    boolean free = !freeSchema(config).isMissingNode();
    return first(
        () -> Checks.text(type, ROOT + ".response_mime_type"),
        () ->
            type.isMissingNode() || TYPES.contains(type.stringValue())
                ? null
                : Checks.broken(
                    ROOT + ".response_mime_type",
                    "allowed mimetypes are `text/plain`, `application/json`, `application/xml`,"
                        + " `application/yaml` and `text/x.enum`."),
        () -> schema.isMissingNode() ? null : GoogleSchema.check(schema, ROOT + ".response_schema"),
        () ->
            type.asString("").equals("text/x.enum")
                    && (free ? freeSchema(config) : schema).path("enum").isEmpty()
                ? Checks.broken(
                    ROOT + ".response_schema",
                    "a schema of type STRING with enum values is required for text/x.enum.")
                : null,
        () ->
            free && !schema.isMissingNode()
                ? Checks.broken(
                    ROOT, "only one of response_schema and response_json_schema may be set.")
                : null,
        () ->
            (free || !schema.isMissingNode()) && type.asString("text/plain").equals("text/plain")
                ? Checks.broken(
                    ROOT + ".response_schema",
                    "only allowed when response_mime_type is application/json or text/x.enum.")
                : null);
  }

  /** A schema in JSON schema's own words; a missing node for none. */
  static JsonNode freeSchema(JsonNode config) {
    JsonNode schema = Fields.get(config, "responseJsonSchema");
    return schema.isMissingNode() ? config.path("_responseJsonSchema") : schema;
  }

  private static @Nullable Document thinking(JsonNode config) {
    String where = ROOT + ".thinking_config";
    JsonNode budget = Fields.get(config, "thinkingBudget");
    JsonNode level = Fields.get(config, "thinkingLevel");
    return first(
        () ->
            Checks.message(
                config,
                where,
                "ThinkingConfig",
                Set.of("includeThoughts", "thinkingBudget", "thinkingLevel")),
        () -> Checks.flag(Fields.get(config, "includeThoughts"), where + ".include_thoughts"),
        () ->
            Checks.oneOf(
                level,
                where + ".thinking_level",
                "ThinkingConfig.ThinkingLevel",
                List.of(
                    "THINKING_LEVEL_UNSPECIFIED",
                    "MINIMAL",
                    "LOW",
                    "MEDIUM",
                    "HIGH",
                    "minimal",
                    "low",
                    "medium",
                    "high")),
        () ->
            budget.isMissingNode() || level.isMissingNode()
                ? null
                : GeminiErrors.invalid(
                    "You can only set only one of thinking budget and thinking level."),
        () -> budget(budget, where + ".thinking_budget"));
  }

  private static @Nullable Document budget(JsonNode budget, String where) {
    if (budget.isMissingNode()) {
      return null;
    }
    Integer tokens = Fields.whole(budget);
    if (tokens == null) {
      return Checks.wrong(where, "TYPE_INT32", budget);
    }
    return tokens < -1 || tokens > MOST_THOUGHTS
        ? GeminiErrors.invalid(
            "The thinking budget "
                + tokens
                + " is invalid. Please choose a value between 0 and "
                + MOST_THOUGHTS
                + ".")
        : null;
  }
}
