package dev.breakwater.simulator.speech;

/**
 * The simulator's own tokenizer: a token is an optional space followed by up to seven letters or
 * digits, or by one other character; a longer run of white space is one token for each 16
 * characters. English comes to about four characters a token, Chinese and Japanese to one.
 */
public final class Tokens {
  private static final int LETTERS = 7;
  private static final int BLANKS = 16;

  private Tokens() {}

  /** How many tokens {@code text} has; 0 only for an empty text. */
  public static int count(String text) {
    int count = 0;
    int index = 0;
    while (index < text.length()) {
      index = end(text, index);
      count++;
    }
    return count;
  }

  private static int end(String text, int start) {
    int index = start;
    if (text.charAt(index) == ' ' && index + 1 < text.length() && !blank(text.charAt(index + 1))) {
      index++;
    }
    char first = text.charAt(index);
    if (blank(first)) {
      int limit = Math.min(text.length(), start + BLANKS);
      while (index < limit && blank(text.charAt(index))) {
        index++;
      }
      return index;
    }
    if (!joins(first)) {
      return index + Character.charCount(text.codePointAt(index));
    }
    int limit = Math.min(text.length(), index + LETTERS);
    while (index < limit && joins(text.charAt(index))) {
      index++;
    }
    return index;
  }

  private static boolean blank(char character) {
    return character <= ' ';
  }

  /** Letters of alphabets join into words; ideographs and kana stand alone. */
  private static boolean joins(char character) {
    if (character < 128) {
      return (character >= 'a' && character <= 'z')
          || (character >= 'A' && character <= 'Z')
          || (character >= '0' && character <= '9');
    }
    return character < 0x2E80 && Character.isLetterOrDigit(character);
  }
}
