package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.answer.Document;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Gemini demands of a request for content. Each rule gives the refusal, or null when it is
 * kept.
 */
final class GenerateRules {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "contents",
          "systemInstruction",
          "generationConfig",
          "safetySettings",
          "tools",
          "toolConfig",
          "cachedContent",
          "labels",
          "serviceTier",
          "store");
  private static final Set<String> CONFIG =
      Set.of(
          "stopSequences",
          "responseMimeType",
          "responseSchema",
          "responseJsonSchema",
          "_responseJsonSchema",
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
  private static final int MOST_CANDIDATES = 8;
  private static final int MOST_STOPS = 5;

  private GenerateRules() {}

  static Document notJson() {
    return GeminiErrors.invalid("Invalid JSON payload received. Unexpected token.");
  }

  static @Nullable Document check(JsonNode body) {
    if (!body.isObject()) {
      return GeminiErrors.invalid(
          "Invalid JSON payload received. Unknown name \"\": Root element must be a message.");
    }
    Document unknown = unknown(body, KNOWN, "");
    if (unknown != null) {
      return unknown;
    }
    Document contents = contents(Fields.get(body, "contents"));
    if (contents != null) {
      return contents;
    }
    JsonNode instruction = Fields.get(body, "systemInstruction");
    if (!instruction.isMissingNode()) {
      Document refusal =
          instruction.isObject()
              ? parts("system_instruction", instruction)
              : wrong(
                  "system_instruction",
                  "type.googleapis.com/google.ai.generativelanguage.v1beta.Content",
                  instruction);
      if (refusal != null) {
        return refusal;
      }
    }
    return config(Fields.get(body, "generationConfig"));
  }

  private static @Nullable Document unknown(JsonNode object, Set<String> known, String where) {
    for (String key : object.propertyNames()) {
      if (!known.contains(key) && !known.contains(Fields.camel(key))) {
        String place = where.isEmpty() ? "" : " at '" + where + "'";
        return GeminiErrors.invalid(
            "Invalid JSON payload received. Unknown name \""
                + key
                + "\""
                + place
                + ": Cannot find field.");
      }
    }
    return null;
  }

  private static @Nullable Document contents(JsonNode contents) {
    if (contents.isMissingNode() || (contents.isArray() && contents.isEmpty())) {
      return GeminiErrors.invalid("* GenerateContentRequest.contents: contents is not specified\n");
    }
    if (!contents.isArray()) {
      return contents.isObject()
          ? content("contents[0]", contents)
          : wrong(
              "contents",
              "type.googleapis.com/google.ai.generativelanguage.v1beta.Content",
              contents);
    }
    for (int index = 0; index < contents.size(); index++) {
      Document refusal = content("contents[" + index + "]", contents.get(index));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Document content(String where, JsonNode content) {
    if (!content.isObject()) {
      return wrong(
          where, "type.googleapis.com/google.ai.generativelanguage.v1beta.Content", content);
    }
    JsonNode role = content.path("role");
    if (!role.isMissingNode()
        && !Set.of("user", "model", "function", "").contains(role.asString("?"))) {
      return GeminiErrors.invalid("Please use a valid role: user, model.");
    }
    return parts(where, content);
  }

  private static @Nullable Document parts(String where, JsonNode content) {
    JsonNode parts = content.path("parts");
    if (parts.isMissingNode() || (parts.isArray() && parts.isEmpty())) {
      return GeminiErrors.invalid(
          "* GenerateContentRequest." + where + ".parts: contents.parts must not be empty.\n");
    }
    if (parts.isObject()) {
      return null;
    }
    if (!parts.isArray()) {
      return wrong(
          where + ".parts", "type.googleapis.com/google.ai.generativelanguage.v1beta.Part", parts);
    }
    for (int index = 0; index < parts.size(); index++) {
      JsonNode part = parts.get(index);
      String place = where + ".parts[" + index + "]";
      if (!part.isObject()) {
        return wrong(place, "type.googleapis.com/google.ai.generativelanguage.v1beta.Part", part);
      }
      if (part.has("text") && !part.path("text").isString()) {
        return wrong(place + ".text", "TYPE_STRING", part.path("text"));
      }
      if (part.isEmpty()) {
        return GeminiErrors.invalid(
            "* GenerateContentRequest."
                + place
                + ".data: required oneof field 'data' must have one initialized field\n");
      }
    }
    return null;
  }

  private static @Nullable Document config(JsonNode config) {
    if (config.isMissingNode()) {
      return null;
    }
    if (!config.isObject()) {
      return wrong(
          "generation_config",
          "type.googleapis.com/google.ai.generativelanguage.v1beta.GenerationConfig",
          config);
    }
    Document unknown = unknown(config, CONFIG, "generation_config");
    if (unknown != null) {
      return unknown;
    }
    Document refusal = whole(config, "maxOutputTokens", "max_output_tokens", 0, Integer.MAX_VALUE);
    if (refusal == null) {
      refusal = whole(config, "candidateCount", "candidate_count", 1, MOST_CANDIDATES);
    }
    if (refusal == null) {
      refusal = number(config, "temperature", "temperature", 2);
    }
    if (refusal == null) {
      refusal = number(config, "topP", "top_p", 1);
    }
    return refusal == null ? stops(Fields.get(config, "stopSequences")) : refusal;
  }

  private static @Nullable Document stops(JsonNode stops) {
    if (stops.isMissingNode()) {
      return null;
    }
    if (!stops.isArray()) {
      return wrong("generation_config.stop_sequences", "TYPE_STRING", stops);
    }
    for (int index = 0; index < stops.size(); index++) {
      if (!stops.get(index).isString()) {
        return wrong(
            "generation_config.stop_sequences[" + index + "]", "TYPE_STRING", stops.get(index));
      }
    }
    return stops.size() > MOST_STOPS
        ? GeminiErrors.invalid(
            "Unable to submit request because the number of stop sequences must be at most "
                + MOST_STOPS
                + ".")
        : null;
  }

  private static @Nullable Document whole(
      JsonNode config, String name, String path, int least, int most) {
    JsonNode value = Fields.get(config, name);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      return wrong("generation_config." + path, "TYPE_INT32", value);
    }
    return value.intValue() < least || value.intValue() > most
        ? range("generation_config." + path, least, most)
        : null;
  }

  private static @Nullable Document number(JsonNode config, String name, String path, int most) {
    JsonNode value = Fields.get(config, name);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isNumber()) {
      return wrong("generation_config." + path, "TYPE_FLOAT", value);
    }
    return value.doubleValue() < 0 || value.doubleValue() > most
        ? range("generation_config." + path, 0, most)
        : null;
  }

  private static Document range(String where, int least, int most) {
    return GeminiErrors.invalid(
        "* GenerateContentRequest."
            + where
            + ": must be in the range ["
            + least
            + ", "
            + most
            + "]\n");
  }

  private static Document wrong(String where, String type, JsonNode value) {
    return GeminiErrors.invalid("Invalid value at '" + where + "' (" + type + "), " + value);
  }
}
