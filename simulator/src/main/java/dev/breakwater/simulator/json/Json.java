package dev.breakwater.simulator.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as trees for what is read and what is rare, and as hand-written text for what is sent a lot.
 */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Json() {}

  /** The document in {@code bytes} (UTF-8), or null when it is none. */
  public static @Nullable JsonNode parse(byte[] bytes) {
    try {
      JsonNode node = MAPPER.readTree(bytes);
      return node == null || node.isMissingNode() ? null : node;
    } catch (JacksonException _) {
      return null;
    }
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** A text as a JSON value. */
  public static JsonNode text(String text) {
    return MAPPER.getNodeFactory().stringNode(text);
  }

  public static JsonNode bool(boolean value) {
    return MAPPER.getNodeFactory().booleanNode(value);
  }

  /** A whole number without fraction when it is one. */
  public static JsonNode number(BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    boolean small = plain.scale() <= 0 && plain.precision() - plain.scale() <= 18;
    return small
        ? MAPPER.getNodeFactory().numberNode(plain.longValueExact())
        : MAPPER.getNodeFactory().numberNode(plain);
  }

  /** JSON's null. */
  public static JsonNode none() {
    return MAPPER.getNodeFactory().nullNode();
  }

  /** The tree as UTF-8 bytes, without white space. */
  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /** The text as a JSON string with its quotation marks, non-ASCII characters left as they are. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8).append('"');
    appendEscaped(out, text, 0, text.length());
    return out.append('"').toString();
  }

  /**
   * Appends characters {@code from} (inclusive) to {@code to} (exclusive), escaped for the inside
   * of a JSON string.
   */
  public static void appendEscaped(StringBuilder out, String text, int from, int to) {
    for (int index = from; index < to; index++) {
      char character = text.charAt(index);
      switch (character) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (character < ' ') {
            out.append("\\u00").append(HEX[character >> 4]).append(HEX[character & 15]);
          } else {
            out.append(character);
          }
        }
      }
    }
  }

  /** The text as UTF-8 bytes. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
