package dev.breakwater.wire.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as trees, for what is translated; as strict as {@link JsonCursor}, and with duplicate keys
 * refused everywhere, but for overlong UTF-8, which the parser takes.
 */
public final class Json {
  /** The longest document read into a tree, in bytes. */
  public static final int LONGEST = 64 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(JsonCursor.DEPTH)
                          .maxDocumentLength(LONGEST)
                          .maxStringLength(LONGEST)
                          .maxNameLength(10_000)
                          .maxNumberLength(100)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * @throws MalformedBody when it is no single, valid JSON object
   */
  public static JsonObject object(byte[] bytes, int start, int end) throws MalformedBody {
    if (tree(bytes, start, end) instanceof ObjectNode object) {
      return new JsonObject(object, "");
    }
    throw new MalformedBody("", "the body must be a JSON object");
  }

  public static JsonObject object(byte[] bytes) throws MalformedBody {
    return object(bytes, 0, bytes.length);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static byte[] write(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  private static JsonNode tree(byte[] bytes, int start, int end) throws MalformedBody {
    try {
      return MAPPER.readTree(bytes, start, end - start);
    } catch (JacksonException e) {
      TokenStreamLocation place = e.getLocation();
      String where =
          place == null
              ? ""
              : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr());
      throw new MalformedBody("", "not valid JSON" + where + ": " + e.getOriginalMessage());
    }
  }
}
