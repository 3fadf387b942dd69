package dev.breakwater.wire.json;

/** Validates single JSON values in place; each method gives the offset behind what it has read. */
final class JsonValues {
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private JsonValues() {}

  static int skipSpaces(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && bytes[i] <= ' ' && isSpace(bytes[i])) {
      i++;
    }
    return i;
  }

  private static boolean isSpace(byte one) {
    return one == ' ' || one == '\n' || one == '\r' || one == '\t';
  }

  static int skip(JsonCursor cursor, byte[] bytes, int start, int end, int depth)
      throws MalformedBody {
    if (start >= end) {
      throw cursor.faultAt(start, "a value");
    }
    return switch (bytes[start]) {
      case '"' -> skipString(cursor, bytes, start, end);
      case '{' -> skipObject(cursor, bytes, start, end, depth + 1);
      case '[' -> skipArray(cursor, bytes, start, end, depth + 1);
      case 't' -> skipLiteral(cursor, bytes, start, end, TRUE);
      case 'f' -> skipLiteral(cursor, bytes, start, end, FALSE);
      case 'n' -> skipLiteral(cursor, bytes, start, end, NULL);
      default -> skipNumber(cursor, bytes, start, end);
    };
  }

  private static int skipObject(JsonCursor cursor, byte[] bytes, int start, int end, int depth)
      throws MalformedBody {
    checkDepth(cursor, start, depth);
    int i = skipSpaces(bytes, start + 1, end);
    if (i < end && bytes[i] == '}') {
      return i + 1;
    }
    for (int members = 1; ; members++) {
      if (i >= end || bytes[i] != '"') {
        throw cursor.faultAt(i, "a key in quotes");
      }
      i = skipSpaces(bytes, skipString(cursor, bytes, i, end), end);
      if (i >= end || bytes[i] != ':') {
        throw cursor.faultAt(i, "':' after a key");
      }
      i = skip(cursor, bytes, skipSpaces(bytes, i + 1, end), end, depth);
      i = skipSpaces(bytes, i, end);
      if (i < end && bytes[i] == '}') {
        return i + 1;
      }
      if (i >= end || bytes[i] != ',') {
        throw cursor.faultAt(i, "',' or '}' after a member");
      }
      if (members >= JsonCursor.MEMBERS) {
        throw cursor.faultAt(i, "at most " + JsonCursor.MEMBERS + " members in an object");
      }
      i = skipSpaces(bytes, i + 1, end);
    }
  }

  private static int skipArray(JsonCursor cursor, byte[] bytes, int start, int end, int depth)
      throws MalformedBody {
    checkDepth(cursor, start, depth);
    int i = skipSpaces(bytes, start + 1, end);
    if (i < end && bytes[i] == ']') {
      return i + 1;
    }
    while (true) {
      i = skipSpaces(bytes, skip(cursor, bytes, i, end, depth), end);
      if (i < end && bytes[i] == ']') {
        return i + 1;
      }
      if (i >= end || bytes[i] != ',') {
        throw cursor.faultAt(i, "',' or ']' after an element");
      }
      i = skipSpaces(bytes, i + 1, end);
    }
  }

  private static void checkDepth(JsonCursor cursor, int offset, int depth) throws MalformedBody {
    if (depth > JsonCursor.DEPTH) {
      throw cursor.faultAt(offset, "at most " + JsonCursor.DEPTH + " levels of nesting");
    }
  }

  static int skipString(JsonCursor cursor, byte[] bytes, int start, int end) throws MalformedBody {
    int i = start + 1;
    while (true) {
      i = Words.stringSpecial(bytes, i, end);
      if (i >= end) {
        throw cursor.faultAt(end, "'\"' at the end of a string");
      }
      byte found = bytes[i];
      if (found == '"') {
        return i + 1;
      }
      if (found == '\\') {
        i = skipEscape(cursor, bytes, i, end);
      } else if (found < 0) {
        do {
          i = skipMultibyte(cursor, bytes, i, end);
        } while (i < end && bytes[i] < 0);
      } else {
        throw cursor.faultAt(i, "no bare control character in a string");
      }
    }
  }

  private static int skipEscape(JsonCursor cursor, byte[] bytes, int start, int end)
      throws MalformedBody {
    if (start + 1 >= end) {
      throw cursor.faultAt(end, "an escape");
    }
    return switch (bytes[start + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> start + 2;
      case 'u' -> skipHexadecimal(cursor, bytes, start + 2, end);
      default -> throw cursor.faultAt(start, "a known escape");
    };
  }

  private static int skipHexadecimal(JsonCursor cursor, byte[] bytes, int start, int end)
      throws MalformedBody {
    for (int i = start; i < start + 4; i++) {
      if (i >= end || Character.digit(bytes[i], 16) < 0) {
        throw cursor.faultAt(Math.min(i, end), "four hexadecimal digits after \\u");
      }
    }
    return start + 4;
  }

  private static int skipMultibyte(JsonCursor cursor, byte[] bytes, int start, int end)
      throws MalformedBody {
    int lead = bytes[start] & 0xff;
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    boolean valid = lead >= 0xc2 && lead <= 0xf4 && start + length <= end;
    if (valid) {
      int second = bytes[start + 1] & 0xff;
      int low =
          switch (lead) {
            case 0xe0 -> 0xa0;
            case 0xf0 -> 0x90;
            default -> 0x80;
          };
      int high =
          switch (lead) {
            case 0xed -> 0x9f;
            case 0xf4 -> 0x8f;
            default -> 0xbf;
          };
      valid = second >= low && second <= high;
      for (int i = start + 2; valid && i < start + length; i++) {
        valid = (bytes[i] & 0xc0) == 0x80;
      }
    }
    if (!valid) {
      throw cursor.faultAt(start, "valid UTF-8");
    }
    return start + length;
  }

  private static int skipNumber(JsonCursor cursor, byte[] bytes, int start, int end)
      throws MalformedBody {
    int i = bytes[start] == '-' ? start + 1 : start;
    int whole = i;
    i = skipDigits(cursor, bytes, i, end, i == start ? "a value" : "a digit");
    if (bytes[whole] == '0' && i > whole + 1) {
      throw cursor.faultAt(whole, "no leading zero in a number");
    }
    if (i < end && bytes[i] == '.') {
      i = skipDigits(cursor, bytes, i + 1, end, "a digit");
    }
    if (i < end && (bytes[i] == 'e' || bytes[i] == 'E')) {
      i++;
      if (i < end && (bytes[i] == '+' || bytes[i] == '-')) {
        i++;
      }
      i = skipDigits(cursor, bytes, i, end, "a digit");
    }
    return i;
  }

  private static int skipDigits(
      JsonCursor cursor, byte[] bytes, int start, int end, String expected) throws MalformedBody {
    int i = start;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    if (i == start) {
      throw cursor.faultAt(start, expected);
    }
    return i;
  }

  private static int skipLiteral(
      JsonCursor cursor, byte[] bytes, int start, int end, byte[] literal) throws MalformedBody {
    for (int i = 0; i < literal.length; i++) {
      if (start + i >= end || bytes[start + i] != literal[i]) {
        throw cursor.faultAt(start, "a value");
      }
    }
    return start + literal.length;
  }
}
