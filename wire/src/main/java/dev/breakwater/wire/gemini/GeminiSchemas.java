package dev.breakwater.wire.gemini;

import dev.breakwater.wire.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gemini's own schemas, a piece of OpenAPI 3.0 with types in capitals, to JSON schemas and back as
 * far as they reach.
 */
final class GeminiSchemas {
  private static final Set<String> COUNTS =
      Set.of("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties");
  private static final Set<String> TYPES =
      Set.of("string", "number", "integer", "boolean", "array", "object");
  private static final Set<String> FORMATS =
      Set.of("enum", "date-time", "float", "double", "int32", "int64");
  private static final Set<String> SAME =
      Set.of("title", "description", "required", "pattern", "default", "minimum", "maximum");
  private static final String NULL = "null";

  private GeminiSchemas() {}

  /** The JSON schema; what is JSON schema already stays. */
  static ObjectNode toJsonSchema(ObjectNode schema) {
    ObjectNode json = Json.object();
    boolean nullable = false;
    for (String name : schema.propertyNames()) {
      JsonNode value = schema.get(name);
      String camel = Fields.camel(name);
      switch (camel) {
        case "nullable" -> nullable = value.isBoolean() && value.booleanValue();
        case "type" -> type(json, value);
        case "properties" -> json.set("properties", properties(schema, value));
        case "items" -> json.set("items", jsonSchema(value));
        case "anyOf" -> json.set("anyOf", jsonSchemas(value));
        case "propertyOrdering" -> {}
        case "example" -> json.putArray("examples").add(value);
        default -> json.set(COUNTS.contains(camel) ? camel : name, count(camel, value));
      }
    }
    if (nullable) {
      allowNull(json);
    }
    return json;
  }

  private static void type(ObjectNode json, JsonNode type) {
    if (!type.isString()) {
      json.set("type", type);
    } else if (!type.stringValue().equals("TYPE_UNSPECIFIED")) {
      json.put("type", type.stringValue().toLowerCase(Locale.ROOT));
    }
  }

  private static JsonNode jsonSchema(JsonNode value) {
    return value instanceof ObjectNode object ? toJsonSchema(object) : value;
  }

  private static JsonNode jsonSchemas(JsonNode value) {
    ArrayNode all = Json.array();
    value.forEach(schema -> all.add(jsonSchema(schema)));
    return all;
  }

  /** The properties in the order in which the model is to write them. */
  private static JsonNode properties(ObjectNode schema, JsonNode properties) {
    if (!(properties instanceof ObjectNode object)) {
      return properties;
    }
    Set<String> names = new LinkedHashSet<>();
    JsonNode ordering = schema.get("propertyOrdering");
    (ordering == null ? schema.path("property_ordering") : ordering)
        .forEach(name -> names.add(name.asString("")));
    names.retainAll(object.propertyNames());
    names.addAll(object.propertyNames());
    ObjectNode ordered = Json.object();
    names.forEach(name -> ordered.set(name, jsonSchema(object.get(name))));
    return ordered;
  }

  /** Google's clients write 64-bit numbers as strings. */
  private static JsonNode count(String name, JsonNode value) {
    if (COUNTS.contains(name) && value.isString() && value.stringValue().matches("\\d{1,18}")) {
      return Json.array().add(Long.parseLong(value.stringValue())).get(0);
    }
    return value;
  }

  private static void allowNull(ObjectNode json) {
    if (json.get("anyOf") instanceof ArrayNode any) {
      any.addObject().put("type", NULL);
      return;
    }
    JsonNode type = json.get("type");
    if (type != null && type.isString()) {
      json.putArray("type").add(type).add(NULL);
    }
    if (json.get("enum") instanceof ArrayNode values) {
      values.addNull();
    }
  }

  /**
   * Says a JSON schema in Gemini's own words under one name, or as it is under another.
   *
   * @param ordered whether the order of properties is to be said, so that a model keeps it
   */
  static void put(
      ObjectNode target, String ownName, String jsonName, ObjectNode schema, boolean ordered) {
    ObjectNode json = schema;
    if (schema.has("$schema")) { // The dialect's name says nothing about the answer.
      json = schema.deepCopy();
      json.remove("$schema");
    }
    ObjectNode own = ofJsonSchema(json, ordered);
    target.set(own == null ? jsonName : ownName, own == null ? json : own);
  }

  /**
   * Gemini's own schema.
   *
   * @param ordered whether the order of properties is to be said, so that a model keeps it
   * @return null where it cannot say what the JSON schema says
   */
  static @Nullable ObjectNode ofJsonSchema(ObjectNode json, boolean ordered) {
    ObjectNode schema = Json.object();
    for (String name : json.propertyNames()) {
      JsonNode value = json.get(name);
      boolean said =
          switch (name) {
            case "type" -> typeOf(value, schema);
            case "properties" -> propertiesOf(value, schema, ordered);
            case "items" -> itemsOf(value, schema, ordered);
            case "anyOf" -> anyOf(value, schema, ordered);
            case "enum" -> enumOf(value, json, schema);
            case "format" -> formatOf(value, schema);
            case "examples" -> exampleOf(value, schema);
            default -> {
              schema.set(name, value);
              yield SAME.contains(name) || (COUNTS.contains(name) && value.isIntegralNumber());
            }
          };
      if (!said) {
        return null;
      }
    }
    boolean openObject =
        schema.path("type").asString("").equals("OBJECT") && !schema.has("properties");
    return openObject || !(schema.has("type") || schema.has("anyOf")) ? null : schema;
  }

  private static boolean typeOf(JsonNode value, ObjectNode schema) {
    String type = value.asString("");
    if (value instanceof ArrayNode types) {
      if (types.size() != 2 || !types.get(1).asString("").equals(NULL)) {
        return false;
      }
      type = types.get(0).asString("");
      schema.put("nullable", true);
    }
    schema.put("type", type.toUpperCase(Locale.ROOT));
    return TYPES.contains(type);
  }

  private static boolean propertiesOf(JsonNode value, ObjectNode schema, boolean ordered) {
    // Google refuses an object without any property.
    if (!(value instanceof ObjectNode object) || object.isEmpty()) {
      return false;
    }
    ObjectNode properties = schema.putObject("properties");
    for (String name : object.propertyNames()) {
      ObjectNode property = one(object.get(name), ordered);
      if (property == null) {
        return false;
      }
      properties.set(name, property);
    }
    if (ordered && properties.size() > 1) {
      ArrayNode ordering = schema.putArray("propertyOrdering");
      object.propertyNames().forEach(ordering::add);
    }
    return true;
  }

  private static @Nullable ObjectNode one(JsonNode value, boolean ordered) {
    return value instanceof ObjectNode object ? ofJsonSchema(object, ordered) : null;
  }

  private static boolean itemsOf(JsonNode value, ObjectNode schema, boolean ordered) {
    ObjectNode items = one(value, ordered);
    schema.set("items", items);
    return items != null;
  }

  private static boolean anyOf(JsonNode value, ObjectNode schema, boolean ordered) {
    if (!(value instanceof ArrayNode all) || all.isEmpty()) {
      return false;
    }
    List<JsonNode> rest = new ArrayList<>();
    all.forEach(rest::add);
    boolean nullable = isNull(rest.getLast());
    if (nullable) {
      rest.removeLast();
      schema.put("nullable", true);
    }
    ArrayNode any = schema.putArray("anyOf");
    for (JsonNode element : rest) {
      ObjectNode one = one(element, ordered);
      if (one == null) {
        return false;
      }
      any.add(one);
    }
    return !any.isEmpty();
  }

  private static boolean isNull(JsonNode schema) {
    return schema.size() == 1 && schema.path("type").asString("").equals(NULL);
  }

  /** Strings only; null among them where the type allows it. */
  private static boolean enumOf(JsonNode value, ObjectNode json, ObjectNode schema) {
    boolean nullable = json.path("type").isArray();
    ArrayNode words = schema.putArray("enum");
    int nulls = 0;
    for (JsonNode word : value) {
      if (word.isNull()) {
        nulls++;
      } else if (word.isString()) {
        words.add(word);
      } else {
        return false;
      }
    }
    boolean nullLast = nulls == 1 && value.get(value.size() - 1).isNull();
    return value.isArray() && !words.isEmpty() && (nullable ? nullLast : nulls == 0);
  }

  private static boolean formatOf(JsonNode value, ObjectNode schema) {
    schema.set("format", value);
    return FORMATS.contains(value.asString(""));
  }

  private static boolean exampleOf(JsonNode value, ObjectNode schema) {
    if (!value.isArray() || value.size() != 1) {
      return false;
    }
    schema.set("example", value.get(0));
    return true;
  }
}
