package dev.breakwater.wire.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * JSON as trees, for what is translated; as strict as {@link JsonCursor}, and with duplicate keys
 * refused everywhere. Long strings stay slices of the bytes they came in: see {@link JsonSlice}.
 */
public final class Json {
  /** The longest document read into a tree, in bytes. */
  public static final int LONGEST = 64 << 20;

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

  /** The JSON text of a tree. */
  public static byte[] write(JsonNode node) {
    return write(node, 512);
  }

  /**
   * @param size about how many bytes it will have, so that large media are copied once
   */
  public static byte[] write(JsonNode node, int size) {
    ByteSink out = new ByteSink(size);
    new JsonWriter(out).value(node);
    return out.take();
  }

  /** The text of a string, which may be a slice; null for what is no string. */
  public static @Nullable String string(@Nullable JsonNode node) {
    if (node instanceof POJONode held && held.getPojo() instanceof JsonSlice slice) {
      return slice.text();
    }
    return node != null && node.isString() ? node.stringValue() : null;
  }

  private static JsonNode tree(byte[] bytes, int start, int end) throws MalformedBody {
    if (end - start > LONGEST) {
      throw new MalformedBody("", "the body must have at most " + LONGEST + " bytes");
    }
    return JsonTree.read(bytes, start, end);
  }
}
