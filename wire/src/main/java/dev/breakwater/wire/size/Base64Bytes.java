package dev.breakwater.wire.size;

/**
 * Base64 inside a JSON string, read byte by byte where it is asked. What is not base64 (an escape,
 * a line end) makes all that is asked of it unknown.
 */
final class Base64Bytes {
  private static final int UNKNOWN = -1;

  private final byte[] body;
  private final int start;
  private final int end;

  /**
   * @param start of the text in the body
   * @param end behind its last character
   */
  Base64Bytes(byte[] body, int start, int end) {
    this.body = body;
    this.start = start;
    this.end = end;
  }

  /** How many bytes it stands for. */
  long length() {
    return (end - start) * 3L / 4;
  }

  /** The byte at a place, 0 to 255; negative when there is none or it cannot be read. */
  int at(long index) {
    long group = index / 3;
    long from = start + group * 4;
    if (index < 0 || from + 4 > end) {
      return UNKNOWN;
    }
    int bits = 0;
    for (int place = 0; place < 4; place++) {
      byte sign = body[(int) from + place];
      int value = sign == '=' ? 0 : value(sign);
      if (value < 0) {
        return UNKNOWN;
      }
      bits = (bits << 6) | value;
    }
    return (bits >> (8 * (2 - (int) (index % 3)))) & 0xFF;
  }

  /** Two bytes, the higher first; negative when they cannot be read. */
  int big(long index) {
    int high = at(index);
    int low = at(index + 1);
    return high < 0 || low < 0 ? UNKNOWN : (high << 8) | low;
  }

  /** Two bytes, the lower first; negative when they cannot be read. */
  int little(long index) {
    int low = at(index);
    int high = at(index + 1);
    return high < 0 || low < 0 ? UNKNOWN : (high << 8) | low;
  }

  boolean has(long index, String signs) {
    for (int place = 0; place < signs.length(); place++) {
      if (at(index + place) != signs.charAt(place)) {
        return false;
      }
    }
    return true;
  }

  private static int value(byte sign) {
    if (sign >= 'A' && sign <= 'Z') {
      return sign - 'A';
    }
    if (sign >= 'a' && sign <= 'z') {
      return sign - 'a' + 26;
    }
    if (sign >= '0' && sign <= '9') {
      return sign - '0' + 52;
    }
    return switch (sign) {
      case '+', '-' -> 62;
      case '/', '_' -> 63;
      default -> UNKNOWN;
    };
  }
}
