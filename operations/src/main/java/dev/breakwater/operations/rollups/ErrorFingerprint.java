package dev.breakwater.operations.rollups;

/**
 * What error messages of one kind have in common: the text without numbers, ids and quoted names.
 */
final class ErrorFingerprint {
  private static final int LONGEST = 160;
  private static final int LONGEST_QUOTE = 80;

  private ErrorFingerprint() {}

  /** At most {@value #LONGEST} characters, never empty. */
  static String of(String message) {
    StringBuilder text = new StringBuilder(Math.min(message.length(), LONGEST));
    int index = 0;
    while (index < message.length() && text.length() < LONGEST) {
      char next = message.charAt(index);
      if (isQuote(next) && closing(message, index) > 0) {
        index = closing(message, index) + 1;
        text.append("<name>");
      } else if (isWord(next)) {
        int end = index;
        boolean digits = false;
        while (end < message.length() && isWordOrJoint(message, end)) {
          digits |= Character.isDigit(message.charAt(end));
          end++;
        }
        text.append(digits ? "<n>" : message.substring(index, end));
        index = end;
      } else {
        text.append(next);
        index++;
      }
    }
    text.setLength(Math.min(text.length(), LONGEST));
    return text.isEmpty() ? "none" : text.toString();
  }

  private static boolean isQuote(char character) {
    return character == '\'' || character == '"' || character == '`';
  }

  /** Where a quotation ends; -1 when this is no quotation but, say, an apostrophe. */
  private static int closing(String message, int open) {
    boolean apostrophe = open > 0 && isWord(message.charAt(open - 1));
    int close = message.indexOf(message.charAt(open), open + 1);
    return apostrophe || close - open > LONGEST_QUOTE ? -1 : close;
  }

  private static boolean isWord(char character) {
    return Character.isLetterOrDigit(character);
  }

  /**
   * Ids go on over hyphens, underscores, points and colons that stand between letters or digits.
   */
  private static boolean isWordOrJoint(String message, int index) {
    char character = message.charAt(index);
    if (isWord(character)) {
      return true;
    }
    return (character == '-' || character == '_' || character == '.' || character == ':')
        && index + 1 < message.length()
        && isWord(message.charAt(index + 1));
  }
}
