package dev.breakwater.simulator.schema;

import dev.breakwater.simulator.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes one schema of two that must both hold. */
final class Merge {
  private Merge() {}

  /** A schema with the keywords of both; neither is changed. */
  static ObjectNode both(JsonNode first, JsonNode second) {
    ObjectNode merged = Json.object();
    first.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    second
        .properties()
        .forEach(field -> {
          JsonNode present = merged.get(field.getKey());
          merged.set(
              field.getKey(),
              present == null
                  ? field.getValue()
                  : keyword(field.getKey(), present, field.getValue()));
        });
    return merged;
  }

  private static JsonNode keyword(String name, JsonNode first, JsonNode second) {
    return switch (name) {
      case "properties", "patternProperties", "$defs", "definitions" -> fields(first, second);
      case "required" -> union(first, second);
      case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties" ->
          first.asDouble(0) >= second.asDouble(0) ? first : second;
      case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties" ->
          first.asDouble(0) <= second.asDouble(0) ? first : second;
      case "enum" -> common(first, second);
      case "type" -> types(first, second);
      case "items", "additionalProperties", "contains", "propertyNames" -> bothOf(first, second);
      case "allOf" -> {
        ArrayNode all = Json.array();
        first.forEach(all::add);
        second.forEach(all::add);
        yield all;
      }
      case "not" -> {
        ObjectNode neither = Json.object();
        neither.putArray("anyOf").add(first).add(second);
        yield neither;
      }
      default -> second;
    };
  }

  private static JsonNode fields(JsonNode first, JsonNode second) {
    ObjectNode merged = Json.object();
    first.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    second
        .properties()
        .forEach(field -> {
          JsonNode present = merged.get(field.getKey());
          merged.set(
              field.getKey(),
              present == null ? field.getValue() : bothOf(present, field.getValue()));
        });
    return merged;
  }

  /** A schema of {@code allOf}, unless one of the two already says all. */
  private static JsonNode bothOf(JsonNode first, JsonNode second) {
    if (first.equals(second) || !second.isObject()) {
      return second.isBoolean() && second.booleanValue() ? first : second;
    }
    if (!first.isObject()) {
      return first.isBoolean() && !first.booleanValue() ? first : second;
    }
    ObjectNode both = Json.object();
    both.putArray("allOf").add(first).add(second);
    return both;
  }

  private static JsonNode union(JsonNode first, JsonNode second) {
    ArrayNode union = Json.array();
    first.forEach(union::add);
    second.forEach(one -> {
      if (!holds(union, one)) {
        union.add(one);
      }
    });
    return union;
  }

  private static JsonNode common(JsonNode first, JsonNode second) {
    ArrayNode common = Json.array();
    first.forEach(one -> {
      if (holds(second, one)) {
        common.add(one);
      }
    });
    return common.isEmpty() ? second : common;
  }

  private static JsonNode types(JsonNode first, JsonNode second) {
    ArrayNode common = Json.array();
    for (String one : Types.named(first)) {
      for (String other : Types.named(second)) {
        if (one.equals(other)) {
          common.add(one);
        } else if ((one.equals("integer") && other.equals("number"))
            || (one.equals("number") && other.equals("integer"))) {
          common.add("integer");
        }
      }
    }
    return common.isEmpty() ? second : common;
  }

  private static boolean holds(JsonNode array, JsonNode wanted) {
    for (JsonNode one : array) {
      if (one.equals(wanted)) {
        return true;
      }
    }
    return false;
  }
}
