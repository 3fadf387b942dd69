package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Rules that many of OpenAI's parameters share. Each gives the refusal, or null when it is kept; a
 * parameter that is missing or null keeps them all.
 */
final class Rules {
  private Rules() {}

  /** The first refusal of several. */
  static @Nullable Document first(@Nullable Document... refusals) {
    for (Document refusal : refusals) {
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  static @Nullable Document model(JsonNode body) {
    JsonNode model = body.path("model");
    if (absent(model) || (model.isString() && model.stringValue().isEmpty())) {
      return OpenAiErrors.invalid("you must provide a model parameter", null, null);
    }
    return model.isString() ? null : wrongType("model", "a string", model);
  }

  static @Nullable Document bool(JsonNode body, String... keys) {
    for (String key : keys) {
      JsonNode value = body.path(key);
      if (!absent(value) && !value.isBoolean()) {
        return wrongType(key, "a boolean", value);
      }
    }
    return null;
  }

  static @Nullable Document string(JsonNode body, String... keys) {
    for (String key : keys) {
      JsonNode value = body.path(key);
      if (!absent(value) && !value.isString()) {
        return wrongType(key, "a string", value);
      }
    }
    return null;
  }

  /** One of the words; {@code where} is the parameter's full name. */
  static @Nullable Document word(String where, JsonNode value, List<String> words) {
    if (absent(value)) {
      return null;
    }
    if (!value.isString()) {
      return wrongType(where, "a string", value);
    }
    return words.contains(value.stringValue()) ? null : unsupported(where, value, words);
  }

  static Document unsupported(String where, JsonNode value, List<String> words) {
    return OpenAiErrors.invalid(
        "Invalid value: '" + value.asString("") + "'. Supported values are: " + listed(words) + ".",
        where,
        "invalid_value");
  }

  private static String listed(List<String> words) {
    if (words.size() == 1) {
      return "'" + words.getFirst() + "'";
    }
    String before =
        words.subList(0, words.size() - 1).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(", "));
    String comma = words.size() > 2 ? "," : "";
    return before + comma + " and '" + words.getLast() + "'";
  }

  static @Nullable Document decimal(JsonNode body, String key, double least, double most) {
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

  static @Nullable Document integer(JsonNode body, String key, int least, int most) {
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
    return value.intValue() < least
        ? bound(key, "integer below minimum value", ">= " + least, value, "integer_below_min_value")
        : null;
  }

  private static Document bound(String key, String what, String rule, JsonNode value, String code) {
    return OpenAiErrors.invalid(
        "Invalid '%s': %s. Expected a value %s, but got %s instead."
            .formatted(key, what, rule, value),
        key,
        code);
  }

  private static String plain(double number) {
    return Integer.toString((int) number);
  }

  static @Nullable Document stops(JsonNode body) {
    JsonNode stop = body.path("stop");
    if (absent(stop) || stop.isString()) {
      return null;
    }
    if (!stop.isArray()) {
      return wrongType("stop", "one of a string or array of strings", stop);
    }
    if (stop.size() > 4) {
      return tooLong("stop", 4, stop.size());
    }
    for (int index = 0; index < stop.size(); index++) {
      if (!stop.get(index).isString()) {
        return wrongType("stop[" + index + "]", "a string", stop.get(index));
      }
    }
    return null;
  }

  static @Nullable Document streaming(JsonNode body) {
    Document refusal = bool(body, "stream");
    if (refusal != null) {
      return refusal;
    }
    JsonNode options = body.path("stream_options");
    if (absent(options)) {
      return null;
    }
    if (!options.isObject()) {
      return wrongType("stream_options", "an object", options);
    }
    return body.path("stream").asBoolean(false)
        ? null
        : OpenAiErrors.invalid(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            "stream_options",
            null);
  }

  /** Up to sixteen texts by name. */
  static @Nullable Document metadata(JsonNode body) {
    JsonNode metadata = body.path("metadata");
    if (absent(metadata)) {
      return null;
    }
    if (!metadata.isObject()) {
      return wrongType("metadata", "a map of strings to strings", metadata);
    }
    if (metadata.size() > 16) {
      return OpenAiErrors.invalid(
          "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an object with "
              + metadata.size()
              + " properties instead.",
          "metadata",
          "object_above_max_properties");
    }
    for (var field : metadata.properties()) {
      if (!field.getValue().isString()) {
        return wrongType("metadata." + field.getKey(), "a string", field.getValue());
      }
    }
    return null;
  }

  static Document missing(String where) {
    return OpenAiErrors.invalid(
        "Missing required parameter: '" + where + "'.", where, "missing_required_parameter");
  }

  static Document emptyArray(String where) {
    return OpenAiErrors.invalid(
        "Invalid '"
            + where
            + "': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        where,
        "empty_array");
  }

  static Document tooLong(String where, int most, int got) {
    return OpenAiErrors.invalid(
        "Invalid '%s': array too long. Expected an array with maximum length %d, but got an array with length %d instead."
            .formatted(where, most, got),
        where,
        "array_above_max_length");
  }

  static Document wrongType(String where, String expected, JsonNode got) {
    return OpenAiErrors.invalid(
        "Invalid type for '%s': expected %s, but got %s instead."
            .formatted(where, expected, kind(got)),
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
}
