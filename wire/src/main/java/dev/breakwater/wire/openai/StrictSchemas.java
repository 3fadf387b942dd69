package dev.breakwater.wire.openai;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether OpenAI would promise a schema: in strict mode every object must be closed and demand all
 * its properties, or the whole request is refused.
 */
final class StrictSchemas {
  private static final int DEEPEST = 100;

  private StrictSchemas() {}

  static boolean allow(@Nullable ObjectNode schema) {
    return schema != null && schema.has("properties") && allow(schema, 0);
  }

  private static boolean allow(JsonNode schema, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    if (!(schema instanceof ObjectNode object)) {
      for (JsonNode element : schema) {
        if (!allow(element, depth + 1)) {
          return false;
        }
      }
      return true;
    }
    if (object.has("oneOf") || object.has("allOf") || object.has("patternProperties")) {
      return false;
    }
    if (isObject(object) && !isClosed(object)) {
      return false;
    }
    return children(object, depth);
  }

  private static boolean children(ObjectNode schema, int depth) {
    for (String field : new String[] {"items", "anyOf"}) {
      JsonNode child = schema.get(field);
      if (child != null && !allow(child, depth + 1)) {
        return false;
      }
    }
    for (String field : new String[] {"properties", "$defs", "definitions"}) {
      if (schema.get(field) instanceof ObjectNode children) {
        for (JsonNode child : children) {
          if (!allow(child, depth + 1)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean isObject(ObjectNode schema) {
    JsonNode type = schema.get("type");
    return schema.has("properties")
        || (type != null && type.isString() && type.stringValue().equals("object"));
  }

  private static boolean isClosed(ObjectNode schema) {
    JsonNode more = schema.get("additionalProperties");
    if (more == null || !more.isBoolean() || more.booleanValue()) {
      return false;
    }
    Set<String> required = new HashSet<>();
    if (schema.get("required") != null) {
      schema.get("required").forEach(name -> required.add(name.asString()));
    }
    return !(schema.get("properties") instanceof ObjectNode properties)
        || required.containsAll(properties.propertyNames());
  }
}
