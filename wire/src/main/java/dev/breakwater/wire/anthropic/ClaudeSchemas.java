package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.json.Json;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which JSON schemas Claude can be held to: those that close every object and do without limits on
 * values, lengths and counts. It refuses the others.
 */
public final class ClaudeSchemas {
  private static final Set<String> REFUSED =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "maxItems",
          "uniqueItems",
          "contains",
          "minProperties",
          "maxProperties",
          "patternProperties",
          "oneOf",
          "not",
          "if",
          "dependentSchemas",
          "dependentRequired",
          "prefixItems",
          "unevaluatedProperties");
  private static final String NAME = "$schema";
  private static final List<String> MAPS = List.of("properties", "$defs", "definitions");
  private static final List<String> NESTED = List.of("items", "anyOf", "allOf");

  private ClaudeSchemas() {}

  /** A schema without its own schema's name, which says nothing of the answer. */
  public static ObjectNode plain(ObjectNode schema) {
    if (!schema.has(NAME)) {
      return schema;
    }
    ObjectNode plain = Json.object().setAll(schema);
    plain.remove(NAME);
    return plain;
  }

  public static boolean accepts(JsonNode schema) {
    if (schema.isArray()) {
      return all(schema);
    }
    if (!schema.isObject()) {
      return true;
    }
    if (schema.propertyNames().stream().anyMatch(REFUSED::contains)
        || schema.path("minItems").asInt(0) > 1) {
      return false;
    }
    JsonNode additional = schema.path("additionalProperties");
    boolean object = isObject(schema.path("type")) || schema.has("properties");
    if (object && !(additional.isBoolean() && !additional.booleanValue())) {
      return false;
    }
    return NESTED.stream().allMatch(field -> accepts(schema.path(field)))
        && MAPS.stream().allMatch(field -> all(schema.path(field)));
  }

  private static boolean isObject(JsonNode type) {
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (isObject(one)) {
          return true;
        }
      }
    }
    return type.isString() && type.stringValue().equals("object");
  }

  private static boolean all(JsonNode schemas) {
    for (JsonNode schema : schemas) {
      if (!accepts(schema)) {
        return false;
      }
    }
    return true;
  }
}
