package dev.breakwater.simulator.anthropic;

import static dev.breakwater.simulator.anthropic.Checks.absent;
import static dev.breakwater.simulator.anthropic.Checks.first;
import static dev.breakwater.simulator.anthropic.Checks.invalid;

import dev.breakwater.simulator.answer.Document;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Anthropic demands of the form of an answer, the limits of its schemas included. */
final class OutputRules {
  private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");

  /** Keywords that schemas of a type cannot have. */
  private static final Map<String, Set<String>> UNSUPPORTED =
      Map.of(
          "integer",
              Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
          "number",
              Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
          "string", Set.of("minLength", "maxLength"),
          "array", Set.of("maxItems", "uniqueItems", "contains"),
          "object", Set.of("minProperties", "maxProperties", "patternProperties"));

  private OutputRules() {}

  /** The schema that the answer has to satisfy; a missing node for none. */
  static JsonNode schema(JsonNode body) {
    JsonNode format = body.path("output_config").path("format");
    return (absent(format) ? body.path("output_format") : format).path("schema");
  }

  static @Nullable Document check(JsonNode body) {
    JsonNode config = body.path("output_config");
    JsonNode effort = config.path("effort");
    return first(
        () ->
            absent(config)
                ? null
                : first(
                    () -> Checks.object(config, "output_config"),
                    () ->
                        Checks.extra(
                            config, "output_config", Set.of("effort", "format", "task_budget"))),
        () -> absent(effort) ? null : Checks.oneOf(effort, "output_config.effort", EFFORTS),
        () -> format(body, config.path("format"), "output_config.format"),
        () -> format(body, body.path("output_format"), "output_format"));
  }

  private static @Nullable Document format(JsonNode body, JsonNode format, String place) {
    if (absent(format)) {
      return null;
    }
    return first(
        () -> Checks.object(format, place),
        () -> Checks.oneOf(format.path("type"), place + ".type", List.of("json_schema")),
        () -> Checks.object(format.path("schema"), place + ".schema"),
        () -> schema(format.path("schema"), place + ".schema"),
        () ->
            Citations.enabled(body)
                ? AnthropicErrors.invalid(
                    place + ": Citations cannot be enabled together with structured outputs.")
                : null);
  }

  private static @Nullable Document schema(JsonNode schema, String place) {
    if (schema.isArray()) {
      for (JsonNode element : schema) {
        Document refusal = schema(element, place);
        if (refusal != null) {
          return refusal;
        }
      }
      return null;
    }
    if (!schema.isObject()) {
      return null;
    }
    String type = schema.path("type").asString("");
    Set<String> refused = new TreeSet<>(UNSUPPORTED.getOrDefault(type, Set.of()));
    refused.retainAll(schema.propertyNames());
    if (type.equals("array") && schema.path("minItems").asInt(0) > 1) {
      return invalid(
          place, "For 'array' type, 'minItems' values other than 0 or 1 are not supported");
    }
    if (!refused.isEmpty()) {
      return invalid(
          place,
          "For '"
              + type
              + "' type, "
              + (refused.size() == 1 ? "property '" : "properties ")
              + String.join(", ", refused)
              + (refused.size() == 1 ? "' is not supported" : " are not supported"));
    }
    JsonNode additional = schema.path("additionalProperties");
    if (type.equals("object") && !(additional.isBoolean() && !additional.booleanValue())) {
      return invalid(
          place, "For 'object' type, 'additionalProperties' must be explicitly set to false");
    }
    return nested(schema, place);
  }

  private static @Nullable Document nested(JsonNode schema, String place) {
    for (String keyword : List.of("items", "anyOf", "allOf", "oneOf")) {
      Document refusal = schema(schema.path(keyword), place);
      if (refusal != null) {
        return refusal;
      }
    }
    for (String keyword : List.of("properties", "$defs", "definitions")) {
      for (JsonNode one : schema.path(keyword)) {
        Document refusal = schema(one, place);
        if (refusal != null) {
          return refusal;
        }
      }
    }
    return null;
  }
}
