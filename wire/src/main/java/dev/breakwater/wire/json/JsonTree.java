package dev.breakwater.wire.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a JSON text into a tree, as strict as {@link JsonCursor}, duplicate keys refused
 * everywhere. Long strings become a {@link JsonSlice} in a POJO node and stay where they are.
 */
final class JsonTree {
  /** Strings of at least so many bytes stay slices; no name, and hardly a word, is as long. */
  static final int LONG = 16 * 1024;

  /** More digits than any number that means something here. */
  private static final int DIGITS = 100;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonCursor place;
  private final byte[] bytes;
  private final int end;
  private int position;

  private JsonTree(byte[] bytes, int start, int end) {
    this.place = new JsonCursor(bytes, start, end);
    this.bytes = bytes;
    this.end = end;
    this.position = start;
  }

  /**
   * @throws MalformedBody when it is not one valid JSON value
   */
  static JsonNode read(byte[] bytes, int start, int end) throws MalformedBody {
    JsonTree tree = new JsonTree(bytes, start, end);
    tree.spaces();
    JsonNode root = tree.value(0);
    tree.spaces();
    if (tree.position < end) {
      throw tree.fault("nothing after the value");
    }
    return root;
  }

  private JsonNode value(int depth) throws MalformedBody {
    if (depth > JsonCursor.DEPTH) {
      throw fault("at most " + JsonCursor.DEPTH + " levels of nesting");
    }
    return switch (peek()) {
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case '"' -> string();
      case 't', 'f', 'n' -> literal();
      default -> number();
    };
  }

  private ObjectNode object(int depth) throws MalformedBody {
    ObjectNode object = NODES.objectNode();
    position++;
    spaces();
    if (peek() == '}') {
      position++;
      return object;
    }
    while (true) {
      if (peek() != '"') {
        throw fault("a key in quotes");
      }
      int at = position;
      String key = text();
      spaces();
      expect(':', "':' after a key");
      spaces();
      if (object.replace(key, value(depth)) != null) {
        position = at;
        throw fault("each key once, not '" + key + "' again");
      }
      spaces();
      if (peek() == '}') {
        position++;
        return object;
      }
      expect(',', "',' or '}' after a member");
      if (object.size() >= JsonCursor.MEMBERS) {
        throw fault("at most " + JsonCursor.MEMBERS + " members in an object");
      }
      spaces();
    }
  }

  private ArrayNode array(int depth) throws MalformedBody {
    ArrayNode array = NODES.arrayNode();
    position++;
    spaces();
    if (peek() == ']') {
      position++;
      return array;
    }
    while (true) {
      array.add(value(depth));
      spaces();
      if (peek() == ']') {
        position++;
        return array;
      }
      expect(',', "',' or ']' after an element");
      spaces();
    }
  }

  private JsonNode string() throws MalformedBody {
    int from = position;
    position = JsonValues.skipString(place, bytes, position, end);
    return position - from - 2 >= LONG
        ? NODES.pojoNode(new JsonSlice(bytes, from + 1, position - 1))
        : NODES.stringNode(JsonText.unquote(bytes, from, position));
  }

  private String text() throws MalformedBody {
    int from = position;
    position = JsonValues.skipString(place, bytes, position, end);
    return JsonText.unquote(bytes, from, position);
  }

  private JsonNode literal() throws MalformedBody {
    byte first = peek();
    position = JsonValues.skip(place, bytes, position, end, 0);
    return switch (first) {
      case 't' -> NODES.booleanNode(true);
      case 'f' -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private JsonNode number() throws MalformedBody {
    int from = position;
    position = JsonValues.skip(place, bytes, position, end, 0);
    if (position - from > DIGITS) {
      position = from;
      throw fault("a number of at most " + DIGITS + " digits");
    }
    String digits = new String(bytes, from, position - from, StandardCharsets.ISO_8859_1);
    boolean whole = digits.indexOf('.') < 0 && digits.indexOf('e') < 0 && digits.indexOf('E') < 0;
    if (!whole) {
      return decimal(digits, from);
    }
    return digits.length() <= 18
        ? NODES.numberNode(Long.parseLong(digits))
        : NODES.numberNode(new BigInteger(digits));
  }

  /** As it was written: 1.0 stays 1.0. */
  private JsonNode decimal(String digits, int from) throws MalformedBody {
    try {
      return NODES.numberNode(new BigDecimal(digits));
    } catch (NumberFormatException e) {
      position = from;
      throw fault("an exponent that is a number's");
    }
  }

  private void expect(char wanted, String expected) throws MalformedBody {
    if (peek() != wanted) {
      throw fault(expected);
    }
    position++;
  }

  private byte peek() {
    return position < end ? bytes[position] : 0;
  }

  private void spaces() {
    position = JsonValues.skipSpaces(bytes, position, end);
  }

  private MalformedBody fault(String expected) {
    return place.faultAt(position, expected);
  }
}
