package dev.breakwater.simulator.schema;

import dev.breakwater.simulator.json.Json;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * Makes values that satisfy a JSON schema (draft 4 to 2020-12, OpenAPI's dialect with {@code
 * nullable} and types in capitals too). The same schema and seed give the same value. Draws are
 * checked, and drawn anew with less that is optional when they fail; a schema that nothing
 * satisfies, or that is too involved, gets the last draw.
 */
public final class SchemaFiller {
  private static final int DRAWS = 40;
  private static final long STRIDE = 0x9e3779b97f4a7c15L;
  private static final JsonNode ANY_OBJECT =
      parsed(
          """
          {"type": "object", "properties": {
            "answer": {"type": "string"},
            "items": {"type": "array", "minItems": 1, "items": {"type": "string", "maxLength": 40}},
            "count": {"type": "integer", "minimum": 0, "maximum": 100},
            "certain": {"type": "boolean"}}}
          """);

  private SchemaFiller() {}

  /** A value for the schema. */
  public static JsonNode fill(JsonNode schema, long seed) {
    References references = new References(schema);
    JsonNode value = Json.object();
    for (int draw = 0; draw < DRAWS; draw++) {
      Random random = new Random(seed + draw * STRIDE);
      double generosity = draw == 0 ? 1 : 1 - (double) draw / DRAWS;
      Draw one = new Draw(references, random, generosity);
      value = one.value(schema);
      if (one.exhausted() || new SchemaCheck(references).satisfies(value, schema)) {
        return value;
      }
    }
    return value;
  }

  /** An object for the schema; an empty one when the schema is missing or asks for no object. */
  public static JsonNode object(JsonNode schema, long seed) {
    if (!schema.isObject()) {
      return Json.object();
    }
    JsonNode value = fill(schema, seed);
    return value.isObject() ? value : Json.object();
  }

  /** Some object, for clients that want any. */
  public static JsonNode anyObject(long seed) {
    return fill(ANY_OBJECT, seed);
  }

  private static JsonNode parsed(String text) {
    JsonNode node = Json.parse(Json.utf8(text));
    if (node == null) {
      throw new IllegalArgumentException("not JSON: " + text);
    }
    return node;
  }
}
