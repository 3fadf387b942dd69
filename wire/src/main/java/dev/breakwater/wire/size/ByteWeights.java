package dev.breakwater.wire.size;

/**
 * What each byte of a text adds to its tokens, in thousandths, before anything is learnt of a
 * model. The figures are those of OpenAI's public vocabularies, rounded; others are near.
 */
final class ByteWeights {
  /** English has 4 to 5 letters and spaces a token. */
  private static final int LETTER = 215;

  /** Numbers are cut after three digits, and stand beside signs. */
  private static final int DIGIT = 400;

  /** Signs are often a token of their own, and often joined by a neighbour. */
  static final int SIGN = 550;

  /** What JSON itself is made of is hardly billed: the vendor sees messages, not their brackets. */
  private static final int STRUCTURE = 120;

  /** Cyrillic has 3 letters a token, Greek, Hebrew and Arabic 2 to 3. */
  static final int TWO_BYTES = 400;

  /** Chinese, Japanese, Korean: 1.2 to 1.5 signs a token. */
  static final int THREE_BYTES = 750;

  /** A sign of three bytes that is written as an escape, beyond the escape's own weight. */
  static final int ESCAPED = THREE_BYTES - SIGN;

  /** Emoji and rare ideographs. */
  private static final int FOUR_BYTES = 2_000;

  /** By byte. */
  static final int[] WEIGHT = new int[256];

  /** By byte: 1 counts a sign or digit. */
  static final long SIGNS = 1L;

  /** By byte: 1 counts a letter of two bytes. */
  static final long ALPHABET = 1L << 20;

  /** By byte: 1 counts a sign of three bytes or more. */
  static final long IDEOGRAPHS = 1L << 40;

  static final long LANE = (1L << 20) - 1;

  /** Stops the walk: a quote or an escape. */
  static final long STOP = 1L << 63;

  /** By byte: one of the lanes above, or {@link #STOP}. */
  static final long[] LANES = new long[256];

  static {
    for (int value = 0; value < 256; value++) {
      if (value >= 0xF0) {
        set(value, FOUR_BYTES, IDEOGRAPHS);
      } else if (value >= 0xE0) {
        set(value, THREE_BYTES, IDEOGRAPHS);
      } else if (value >= 0xC0) {
        set(value, TWO_BYTES, ALPHABET);
      } else if (value >= 0x80) {
        set(value, 0, 0); // what follows a first byte
      } else if (Character.isLetter(value) || value == ' ') {
        set(value, LETTER, 0);
      } else if (Character.isDigit(value)) {
        set(value, DIGIT, SIGNS);
      } else if (value == '{' || value == '}' || value == '[' || value == ']') {
        set(value, STRUCTURE, 0);
      } else if (value == ':' || value == ',' || value <= ' ') {
        set(value, STRUCTURE, 0);
      } else {
        set(value, SIGN, SIGNS);
      }
    }
    set('"', STRUCTURE, STOP);
    set('\\', SIGN, STOP);
  }

  private ByteWeights() {}

  private static void set(int value, int weight, long lane) {
    WEIGHT[value] = weight;
    LANES[value] = lane;
  }
}
