package dev.breakwater.server.telemetry;

import java.util.Locale;

/**
 * Writes texts of others so that they can do nothing in a log: no new line that looks like another
 * entry, no escape sequence that a terminal obeys, no mark that turns the direction of reading.
 */
final class Inert {
  private Inert() {}

  /** The text in one line; what has no glyph of its own is spelled out. */
  static String of(String text) {
    int first = firstHarmful(text);
    return first < 0 ? text : spelledOut(text, first);
  }

  private static int firstHarmful(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (isHarmful(text, at)) {
        return at;
      }
    }
    return -1;
  }

  private static String spelledOut(String text, int first) {
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int at = first; at < text.length(); at++) {
      char character = text.charAt(at);
      if (!isHarmful(text, at)) {
        out.append(character);
      } else if (character == '\n') {
        out.append("\\n");
      } else if (character == '\r') {
        out.append("\\r");
      } else if (character == '\t') {
        out.append("\\t");
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
      }
    }
    return out.toString();
  }

  private static boolean isHarmful(String text, int at) {
    char character = text.charAt(at);
    if (character >= ' ' && character < 0x7F) {
      return false;
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SURROGATE -> !isPaired(text, at);
      default -> false;
    };
  }

  private static boolean isPaired(String text, int at) {
    char character = text.charAt(at);
    return Character.isHighSurrogate(character)
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
