package dev.breakwater.simulator.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What {@code type} says, in any dialect. */
final class Types {
  private Types() {}

  /** The types that a {@code type} keyword names, in lower case; none for none. */
  static List<String> named(JsonNode type) {
    List<String> names = new ArrayList<>();
    if (type.isString()) {
      names.add(type.stringValue().toLowerCase(Locale.ROOT));
    }
    if (type.isArray()) {
      type.forEach(one -> names.add(one.asString("").toLowerCase(Locale.ROOT)));
    }
    return names;
  }

  /** The types that a schema allows, in lower case; none when it allows all. */
  static List<String> of(JsonNode schema) {
    List<String> names = named(schema.path("type"));
    if (!names.isEmpty() && schema.path("nullable").asBoolean(false)) {
      names.add("null");
    }
    names.remove("type_unspecified");
    return names;
  }

  /** Whether a value is of a type; unknown types have no values. */
  static boolean is(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" ->
          value.isIntegralNumber()
              || (value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0);
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }

  /** The type that a schema's other keywords are about; {@code string} when they tell nothing. */
  static String guess(JsonNode schema) {
    if (any(schema, "properties", "required", "additionalProperties", "minProperties")) {
      return "object";
    }
    if (any(schema, "items", "prefixItems", "minItems", "contains")) {
      return "array";
    }
    return any(schema, "minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum")
        ? "number"
        : "string";
  }

  private static boolean any(JsonNode schema, String... keywords) {
    for (String keyword : keywords) {
      if (schema.has(keyword)) {
        return true;
      }
    }
    return false;
  }
}
