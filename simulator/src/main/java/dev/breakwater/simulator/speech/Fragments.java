package dev.breakwater.simulator.speech;

import java.util.Arrays;

/**
 * Cuts JSON into fragments of one to eight characters, wherever the cut falls: inside a word, a
 * number or an escape, but never inside a character. Part of the characters that are not ASCII are
 * written as escapes, as models do, so that cuts fall inside these too.
 */
final class Fragments {
  private static final int LONGEST = 8;

  private Fragments() {}

  /**
   * Indexes after the last character of each fragment; two fragments for two characters or more.
   */
  static int[] ends(String text, long seed) {
    int[] ends = new int[text.length()];
    int count = 0;
    long state = seed;
    int index = 0;
    while (index < text.length()) {
      state = Seed.scramble(state);
      int length = 1 + (int) Long.remainderUnsigned(state, LONGEST);
      int most = index == 0 ? Math.max(1, text.length() / 2) : LONGEST;
      index = Math.min(text.length(), index + Math.min(length, most));
      if (index < text.length() && Character.isLowSurrogate(text.charAt(index))) {
        index++;
      }
      ends[count++] = index;
    }
    return Arrays.copyOf(ends, count);
  }

  /** The same JSON with about half of its characters beyond ASCII as escapes. */
  static String escaped(String json, long seed) {
    StringBuilder out = new StringBuilder(json.length() + 16);
    long state = seed;
    for (int index = 0; index < json.length(); ) {
      int character = json.codePointAt(index);
      state = Seed.scramble(state);
      if (character > 126 && (state & 1) == 0) {
        for (char half : Character.toChars(character)) {
          out.append(String.format("\\u%04x", (int) half));
        }
      } else {
        out.appendCodePoint(character);
      }
      index += Character.charCount(character);
    }
    return out.toString();
  }
}
