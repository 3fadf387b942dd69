package dev.breakwater.wire.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks a JSON text in place, validating every byte and building nothing.
 *
 * <p>A caller enters the objects and arrays it acts on ({@link #firstMember}, {@link #nextMember},
 * {@link #firstElement}, {@link #nextElement}) and takes or skips each value in them; {@link
 * #finish} then refuses trailing text. Strict: RFC 8259 and nothing more, valid UTF-8, nesting to
 * {@value #DEPTH}, {@value #MEMBERS} members an object. Duplicate keys are the caller's to refuse
 * (see {@link SeenKeys}), for only those where we act on a value can mislead us. Reusable; belongs
 * to one thread.
 */
public final class JsonCursor {
  /** The deepest nesting accepted. */
  public static final int DEPTH = 200;

  /** The most members accepted in one object. */
  public static final int MEMBERS = 10_000;

  /** How deep callers enter; values below are skipped, which counts for itself. */
  private static final int ENTERED = 16;

  private byte[] bytes;
  private int start;
  private int position;
  private int end;
  private int depth;
  private final int[] members = new int[ENTERED];
  private byte[] keyBytes;
  private int keyStart;
  private int keyEnd;

  public JsonCursor() {
    this(new byte[0], 0, 0);
  }

  public JsonCursor(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.keyBytes = bytes;
    reset(bytes, start, end);
  }

  /** Starts over at the first value of another text. */
  public JsonCursor reset(byte[] newBytes, int newStart, int newEnd) {
    bytes = newBytes;
    start = newStart;
    position = newStart;
    end = newEnd;
    depth = 0;
    skipSpaces();
    return this;
  }

  /** Where the next value, or the text after the last one, begins. */
  public int position() {
    return position;
  }

  /** The bytes that the text stands in. */
  public byte[] bytes() {
    return bytes;
  }

  /** The first byte of the next value; 0 at the end of the text. */
  public byte peek() {
    return position < end ? bytes[position] : 0;
  }

  public boolean atNull() {
    return peek() == 'n';
  }

  /** Enters an object and reads its first key; false when it is empty, and then it is left. */
  public boolean firstMember() throws MalformedBody {
    enter('{', "an object");
    members[depth] = 0;
    if (peek() == '}') {
      return leave();
    }
    key();
    return true;
  }

  /** After a member's value: reads the next key, or leaves the object and is false. */
  public boolean nextMember() throws MalformedBody {
    skipSpaces();
    if (peek() == '}') {
      return leave();
    }
    comma("',' or '}' after a member");
    if (++members[depth] >= MEMBERS) {
      throw fault("at most " + MEMBERS + " members in an object");
    }
    key();
    return true;
  }

  /** Enters an array; false when it is empty, and then it is left. */
  public boolean firstElement() throws MalformedBody {
    enter('[', "an array");
    return peek() == ']' ? leave() : true;
  }

  /** After an element: moves to the next one, or leaves the array and is false. */
  public boolean nextElement() throws MalformedBody {
    skipSpaces();
    if (peek() == ']') {
      return leave();
    }
    comma("',' or ']' after an element");
    return true;
  }

  /** Whether the member's key is this one (UTF-8, escapes resolved). */
  public boolean keyIs(byte[] name) {
    return keyEnd - keyStart == name.length
        && Arrays.equals(keyBytes, keyStart, keyEnd, name, 0, name.length);
  }

  /** The member's key. */
  public String keyText() {
    return new String(keyBytes, keyStart, keyEnd - keyStart, StandardCharsets.UTF_8);
  }

  /** A hash of the member's key, good enough to tell keys apart by; never 0. */
  long keyHash() {
    int length = keyEnd - keyStart;
    long hash = length;
    int i = keyStart;
    for (; i + 8 <= keyEnd; i += 8) {
      hash = mix(hash ^ Words.at(keyBytes, i));
    }
    long tail = 0;
    for (; i < keyEnd; i++) {
      tail = (tail << 8) | (keyBytes[i] & 0xff);
    }
    hash = mix(hash ^ tail);
    return hash == 0 ? 1 : hash;
  }

  private static long mix(long value) {
    long mixed = value * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return mixed ^ (mixed >>> 32);
  }

  /** Validates the next value and moves behind it. */
  public void skip() throws MalformedBody {
    position = JsonValues.skip(this, bytes, position, end, depth);
  }

  /** Validates the next value, a string, and gives the bytes between its quotes. */
  public int skipText() throws MalformedBody {
    int from = position;
    skip();
    return position - from - 2;
  }

  /** Reads the next value, which must be a string. */
  public String text() throws MalformedBody {
    if (peek() != '"') {
      throw fault("a string");
    }
    int from = position;
    skip();
    return JsonText.unquote(bytes, from, position);
  }

  /** Whether the next value is this one, byte for byte; moves behind the value. */
  public boolean valueIs(byte[] wanted) throws MalformedBody {
    int from = position;
    skip();
    return Arrays.equals(bytes, from, position, wanted, 0, wanted.length);
  }

  /**
   * Reads a whole number without fraction or exponent, up to 18 digits; {@link Long#MIN_VALUE} for
   * any other value.
   */
  public long integer() throws MalformedBody {
    int from = position;
    skip();
    boolean negative = bytes[from] == '-';
    int i = negative ? from + 1 : from;
    if (position - i > 18) {
      return Long.MIN_VALUE;
    }
    long value = 0;
    for (; i < position; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return Long.MIN_VALUE;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /** As {@link #integer}, but a null is 0: for counts that a provider may leave open. */
  public long count() throws MalformedBody {
    if (atNull()) {
      skip();
      return 0;
    }
    return integer();
  }

  /** After the last value: refuses what is not white space. */
  public void finish() throws MalformedBody {
    skipSpaces();
    if (position < end) {
      throw fault("nothing after the value");
    }
  }

  /** The error for what stands at the cursor. */
  public MalformedBody fault(String expected) {
    return faultAt(position, expected);
  }

  MalformedBody faultAt(int offset, String expected) {
    int line = 1;
    int lineStart = start;
    for (int i = start; i < Math.min(offset, end); i++) {
      if (bytes[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new MalformedBody(
        "",
        "not valid JSON at byte %d (line %d, column %d): expected %s%s"
            .formatted(
                offset - start,
                line,
                offset - lineStart + 1,
                expected,
                offset >= end ? ", the text ends" : ""));
  }

  private void key() throws MalformedBody {
    if (peek() != '"') {
      throw fault("a key in quotes");
    }
    keyBytes = bytes;
    keyStart = position + 1;
    keyEnd = Words.stringSpecial(bytes, keyStart, end);
    if (keyEnd < end && bytes[keyEnd] == '"') {
      position = keyEnd + 1;
    } else {
      specialKey();
    }
    skipSpaces();
    if (peek() != ':') {
      throw fault("':' after a key");
    }
    position++;
    skipSpaces();
  }

  /** One with escapes or beyond ASCII, or none at all. */
  private void specialKey() throws MalformedBody {
    int from = position;
    position = JsonValues.skipString(this, bytes, position, end);
    keyEnd = position - 1;
    for (int i = keyStart; i < keyEnd; i++) {
      if (bytes[i] == '\\') {
        keyBytes = JsonText.unquote(bytes, from, position).getBytes(StandardCharsets.UTF_8);
        keyStart = 0;
        keyEnd = keyBytes.length;
        return;
      }
    }
  }

  private void enter(char opening, String what) throws MalformedBody {
    if (peek() != opening) {
      throw fault(what);
    }
    if (++depth >= ENTERED) {
      throw new IllegalStateException("entered too deep");
    }
    position++;
    skipSpaces();
  }

  private boolean leave() {
    position++;
    depth--;
    return false;
  }

  private void comma(String expected) throws MalformedBody {
    if (peek() != ',') {
      throw fault(expected);
    }
    position++;
    skipSpaces();
  }

  private void skipSpaces() {
    position = JsonValues.skipSpaces(bytes, position, end);
  }
}
