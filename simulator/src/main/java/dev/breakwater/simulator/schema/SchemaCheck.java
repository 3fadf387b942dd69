package dev.breakwater.simulator.schema;

import dev.breakwater.simulator.json.Json;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Whether a value satisfies a schema; formats and what is unevaluated are not looked at. */
final class SchemaCheck {
  /** A schema that refers to itself without an end of the value would be followed for ever. */
  private static final int DEEPEST = 200;

  /** Nor would schemas that refer to themselves twice come to an end. */
  private static final int MOST_STEPS = 50_000;

  private final References references;
  private int depth;
  private int steps;

  SchemaCheck(References references) {
    this.references = references;
  }

  boolean satisfies(JsonNode value, JsonNode schema) {
    if (!schema.isObject()) {
      return !schema.isBoolean() || schema.booleanValue();
    }
    if (depth > DEEPEST || ++steps > MOST_STEPS) {
      return true;
    }
    depth++;
    try {
      return type(value, schema)
          && listed(value, schema)
          && combinations(value, schema)
          && (!value.isObject() || object(value, schema))
          && (!value.isArray() || array(value, schema))
          && (!value.isString() || string(value.stringValue(), schema))
          && (!value.isNumber() || number(value.decimalValue(), schema));
    } finally {
      depth--;
    }
  }

  private static boolean type(JsonNode value, JsonNode schema) {
    List<String> types = Types.of(schema);
    return types.isEmpty() || types.stream().anyMatch(type -> Types.is(value, type));
  }

  private static boolean listed(JsonNode value, JsonNode schema) {
    JsonNode choices = schema.path("enum");
    boolean free = value.isNull() && schema.path("nullable").asBoolean(false);
    return (!choices.isArray() || free || holds(choices, value))
        && (!schema.has("const") || same(schema.path("const"), value));
  }

  private boolean combinations(JsonNode value, JsonNode schema) {
    JsonNode reference = schema.path("$ref");
    if (reference.isString() && !satisfies(value, references.find(reference.stringValue()))) {
      return false;
    }
    for (JsonNode one : schema.path("allOf")) {
      if (!satisfies(value, one)) {
        return false;
      }
    }
    JsonNode some = schema.path("anyOf");
    JsonNode single = schema.path("oneOf");
    boolean kept =
        (some.isEmpty() || count(value, some) > 0)
            && (single.isEmpty() || count(value, single) == 1)
            && (!schema.has("not") || !satisfies(value, schema.path("not")));
    if (!kept || !schema.has("if")) {
      return kept;
    }
    String branch = satisfies(value, schema.path("if")) ? "then" : "else";
    return satisfies(value, schema.path(branch));
  }

  private int count(JsonNode value, JsonNode schemas) {
    int count = 0;
    for (JsonNode one : schemas) {
      count += satisfies(value, one) ? 1 : 0;
    }
    return count;
  }

  private boolean object(JsonNode value, JsonNode schema) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asString(""))) {
        return false;
      }
    }
    for (var dependent : schema.path("dependentRequired").properties()) {
      for (JsonNode name : dependent.getValue()) {
        if (value.has(dependent.getKey()) && !value.has(name.asString(""))) {
          return false;
        }
      }
    }
    for (var field : value.properties()) {
      if (!field(field.getKey(), field.getValue(), schema)) {
        return false;
      }
    }
    return value.size() >= schema.path("minProperties").asInt(0)
        && value.size() <= schema.path("maxProperties").asInt(Integer.MAX_VALUE);
  }

  private boolean field(String name, JsonNode value, JsonNode schema) {
    boolean known = schema.path("properties").has(name);
    if (known && !satisfies(value, schema.path("properties").path(name))) {
      return false;
    }
    for (var pattern : schema.path("patternProperties").properties()) {
      if (Patterns.found(pattern.getKey(), name)) {
        known = true;
        if (!satisfies(value, pattern.getValue())) {
          return false;
        }
      }
    }
    return (known || satisfies(value, schema.path("additionalProperties")))
        && satisfies(Json.text(name), schema.path("propertyNames"));
  }

  private boolean array(JsonNode value, JsonNode schema) {
    JsonNode items = schema.path("items");
    JsonNode prefix = items.isArray() ? items : schema.path("prefixItems");
    JsonNode rest = items.isArray() ? schema.path("additionalItems") : items;
    for (int index = 0; index < value.size(); index++) {
      if (!satisfies(value.get(index), index < prefix.size() ? prefix.get(index) : rest)) {
        return false;
      }
      if (schema.path("uniqueItems").asBoolean(false) && repeats(value, index)) {
        return false;
      }
    }
    JsonNode contained = schema.path("contains");
    if (!contained.isMissingNode()) {
      int found = 0;
      for (JsonNode one : value) {
        found += satisfies(one, contained) ? 1 : 0;
      }
      if (found < schema.path("minContains").asInt(1)
          || found > schema.path("maxContains").asInt(Integer.MAX_VALUE)) {
        return false;
      }
    }
    return value.size() >= schema.path("minItems").asInt(0)
        && value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE);
  }

  private static boolean repeats(JsonNode array, int index) {
    for (int before = 0; before < index; before++) {
      if (same(array.get(before), array.get(index))) {
        return true;
      }
    }
    return false;
  }

  private static boolean string(String value, JsonNode schema) {
    int length = value.codePointCount(0, value.length());
    JsonNode pattern = schema.path("pattern");
    return length >= schema.path("minLength").asInt(0)
        && length <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
        && (!pattern.isString() || Patterns.found(pattern.stringValue(), value));
  }

  private static boolean number(BigDecimal value, JsonNode schema) {
    JsonNode least = schema.path("minimum");
    JsonNode most = schema.path("maximum");
    JsonNode above = schema.path("exclusiveMinimum");
    JsonNode below = schema.path("exclusiveMaximum");
    JsonNode step = schema.path("multipleOf");
    if (least.isNumber()) {
      int side = value.compareTo(least.decimalValue());
      if (side < 0 || (side == 0 && above.isBoolean() && above.booleanValue())) {
        return false;
      }
    }
    if (most.isNumber()) {
      int side = value.compareTo(most.decimalValue());
      if (side > 0 || (side == 0 && below.isBoolean() && below.booleanValue())) {
        return false;
      }
    }
    return (!above.isNumber() || value.compareTo(above.decimalValue()) > 0)
        && (!below.isNumber() || value.compareTo(below.decimalValue()) < 0)
        && (!step.isNumber()
            || step.decimalValue().signum() <= 0
            || value.remainder(step.decimalValue()).signum() == 0);
  }

  /** Whether the array has the value. */
  static boolean holds(JsonNode array, JsonNode wanted) {
    for (JsonNode one : array) {
      if (same(one, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(JsonNode first, JsonNode second) {
    return (first.isNumber() && second.isNumber())
        ? first.decimalValue().compareTo(second.decimalValue()) == 0
        : first.equals(second);
  }
}
