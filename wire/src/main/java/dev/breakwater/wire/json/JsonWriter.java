package dev.breakwater.wire.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * Writes JSON straight into a sink, without a tree between: for events, of which a stream has
 * thousands. Commas are its affair; that names and values alternate and every opening has its
 * {@link #end} is the caller's. Belongs to one thread.
 */
public final class JsonWriter {
  private static final byte[] HEX = JsonText.bytes("0123456789abcdef");
  private static final byte[] NULL = JsonText.bytes("null");
  private static final byte[] TRUE = JsonText.bytes("true");
  private static final byte[] FALSE = JsonText.bytes("false");

  private final ByteSink out;
  private boolean comma;
  private long arrays;
  private int depth;

  public JsonWriter(ByteSink out) {
    this.out = out;
  }

  /** Opens an object as the next value; at most 64 levels. */
  public JsonWriter object() {
    return open('{', false);
  }

  public JsonWriter object(String name) {
    return name(name).object();
  }

  /** Opens an array as the next value; at most 64 levels. */
  public JsonWriter array() {
    return open('[', true);
  }

  public JsonWriter array(String name) {
    return name(name).array();
  }

  /** Closes what was opened last. */
  public JsonWriter end() {
    depth--;
    out.write((arrays >>> depth & 1) == 1 ? ']' : '}');
    comma = true;
    return this;
  }

  /** A member's name; its value comes next. */
  public JsonWriter name(String name) {
    separate();
    string(name);
    out.write(':');
    comma = false;
    return this;
  }

  public JsonWriter field(String name, @Nullable String value) {
    return name(name).value(value);
  }

  public JsonWriter field(String name, long value) {
    return name(name).value(value);
  }

  public JsonWriter field(String name, boolean value) {
    return name(name).value(value);
  }

  public JsonWriter field(String name, @Nullable JsonNode value) {
    return name(name).value(value);
  }

  public JsonWriter nullField(String name) {
    return name(name).value((String) null);
  }

  /** A string; null is written as null. */
  public JsonWriter value(@Nullable String value) {
    separate();
    if (value == null) {
      out.write(NULL);
    } else {
      string(value);
    }
    return this;
  }

  public JsonWriter value(long value) {
    separate();
    out.write(Long.toString(value));
    return this;
  }

  /** A finite number; whole ones without a fraction. */
  public JsonWriter value(double value) {
    separate();
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    out.write(whole ? Long.toString((long) value) : Double.toString(value));
    return this;
  }

  public JsonWriter value(boolean value) {
    separate();
    out.write(value ? TRUE : FALSE);
    return this;
  }

  /** A string that stays the bytes it was. */
  public JsonWriter value(JsonSlice value) {
    separate();
    value.writeTo(out);
    return this;
  }

  /** A tree; slices in it are copied as they stand. */
  public JsonWriter value(@Nullable JsonNode value) {
    if (value == null) {
      return value((String) null);
    }
    switch (value.getNodeType()) {
      case OBJECT -> members((ObjectNode) value);
      case ARRAY -> {
        nested('[');
        value.forEach(this::value);
        nestedEnd(']');
      }
      case STRING -> value(value.stringValue());
      case BOOLEAN -> value(value.booleanValue());
      case NUMBER -> {
        separate();
        out.write(value.asString());
      }
      case POJO -> pojo((POJONode) value);
      case NULL, MISSING -> value((String) null);
      case BINARY -> throw new IllegalArgumentException("JSON has no binary values");
    }
    return this;
  }

  private void members(ObjectNode object) {
    nested('{');
    object.forEachEntry((name, member) -> name(name).value(member));
    nestedEnd('}');
  }

  private void pojo(POJONode node) {
    if (!(node.getPojo() instanceof JsonSlice slice)) {
      throw new IllegalArgumentException("not a JSON value: " + node);
    }
    value(slice);
  }

  private JsonWriter open(char opening, boolean array) {
    nested(opening);
    arrays = array ? arrays | 1L << depth : arrays & ~(1L << depth);
    depth++;
    return this;
  }

  private void nested(char opening) {
    separate();
    out.write(opening);
    comma = false;
  }

  private void nestedEnd(char closing) {
    out.write(closing);
    comma = true;
  }

  private void separate() {
    if (comma) {
      out.write(',');
    }
    comma = true;
  }

  private void string(String text) {
    out.write('"');
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c != '"' && c != '\\') {
        continue;
      }
      out.text(text, plain, i);
      plain = i + 1;
      escape(c);
    }
    out.text(text, plain, text.length());
    out.write('"');
  }

  private void escape(char c) {
    out.write('\\');
    switch (c) {
      case '"', '\\' -> out.write(c);
      case '\n' -> out.write('n');
      case '\r' -> out.write('r');
      case '\t' -> out.write('t');
      default ->
          out.write('u').write('0').write('0').write((char) HEX[c >> 4]).write((char) HEX[c & 15]);
    }
  }
}
