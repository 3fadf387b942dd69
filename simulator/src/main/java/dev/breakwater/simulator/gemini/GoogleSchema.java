package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google's own schemas: types in upper case, {@code nullable}, counts that may be texts, and only
 * those keywords of JSON schema that the protocol buffer has.
 */
final class GoogleSchema {
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "format",
          "title",
          "description",
          "nullable",
          "enum",
          "maxItems",
          "minItems",
          "properties",
          "required",
          "minProperties",
          "maxProperties",
          "minLength",
          "maxLength",
          "pattern",
          "example",
          "anyOf",
          "propertyOrdering",
          "default",
          "items",
          "minimum",
          "maximum");
  private static final Set<String> COUNTS =
      Set.of("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties");
  private static final List<String> TYPES =
      List.of("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL");

  private GoogleSchema() {}

  static @Nullable Document check(JsonNode schema, String where) {
    Document refusal = Checks.message(schema, where, "Schema", KNOWN);
    if (refusal != null) {
      return refusal;
    }
    JsonNode type = schema.path("type");
    if (!type.isMissingNode() && !TYPES.contains(type.asString("").toUpperCase(Locale.ROOT))) {
      return Checks.wrong(
          where + ".type", "type.googleapis.com/google.ai.generativelanguage.v1beta.Type", type);
    }
    JsonNode properties = schema.path("properties");
    if (type.asString("").equalsIgnoreCase("object")
        && properties.isObject()
        && properties.isEmpty()) {
      return Checks.broken(where + ".properties", "should be non-empty for OBJECT type");
    }
    if (type.asString("").equalsIgnoreCase("array") && schema.path("items").isMissingNode()) {
      return Checks.broken(where + ".items", "missing field.");
    }
    return nested(schema, where);
  }

  private static @Nullable Document nested(JsonNode schema, String where) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String place = where + ".properties[" + index(schema, property.getKey()) + "].value";
      Document refusal = check(property.getValue(), place);
      if (refusal != null) {
        return refusal;
      }
    }
    JsonNode choices = Fields.get(schema, "anyOf");
    for (int index = 0; index < choices.size(); index++) {
      Document refusal = check(choices.get(index), where + ".any_of[" + index + "]");
      if (refusal != null) {
        return refusal;
      }
    }
    JsonNode required = schema.path("required");
    for (int index = 0; index < required.size(); index++) {
      if (!schema.path("properties").has(required.get(index).asString(""))) {
        return Checks.broken(where + ".required[" + index + "]", "property is not defined");
      }
    }
    JsonNode items = schema.path("items");
    return items.isMissingNode() ? null : check(items, where + ".items");
  }

  private static int index(JsonNode schema, String key) {
    return List.copyOf(schema.path("properties").propertyNames()).indexOf(key);
  }

  /** The same in JSON schema's words. */
  static JsonNode plain(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode plain = Json.object();
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      String key = Fields.camel(entry.getKey());
      JsonNode value = entry.getValue();
      switch (key) {
        case "type" -> type(plain, schema);
        case "properties" -> {
          ObjectNode properties = plain.putObject("properties");
          value
              .properties()
              .forEach(property -> properties.set(property.getKey(), plain(property.getValue())));
        }
        case "items" -> plain.set("items", plain(value));
        case "anyOf" -> {
          ArrayNode choices = plain.putArray("anyOf");
          value.forEach(choice -> choices.add(plain(choice)));
        }
        case "nullable", "propertyOrdering", "example" -> {
          // The first goes with the type, the others say nothing of the value.
        }
        default -> {
          Integer count = COUNTS.contains(key) ? Fields.whole(value) : null;
          if (count == null) {
            plain.set(key, value);
          } else {
            plain.put(key, count);
          }
        }
      }
    }
    return plain;
  }

  private static void type(ObjectNode plain, JsonNode schema) {
    String type = schema.path("type").asString("").toLowerCase(Locale.ROOT);
    if (schema.path("nullable").asBoolean(false) && !schema.has("enum")) {
      plain.putArray("type").add(type).add("null");
    } else {
      plain.put("type", type);
    }
  }
}
