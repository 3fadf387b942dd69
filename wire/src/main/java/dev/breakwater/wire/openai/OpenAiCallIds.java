package dev.breakwater.wire.openai;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Ids of tool calls as OpenAI's protocol and its imitators accept them. */
final class OpenAiCallIds {
  private static final int LONGEST = 40;
  private static final int SHORT = 9;
  private static final char[] LETTERS = "abcdefghijklmnopqrstuvwxyz012345".toCharArray();

  private OpenAiCallIds() {}

  /**
   * The id itself, or one made of it where a server would refuse it: the same for the same id.
   *
   * @param shortOnes whether only nine letters and digits are accepted
   */
  static String accepted(String id, boolean shortOnes) {
    if (shortOnes) {
      return id.length() == SHORT && isPlain(id, false) ? id : made(id, SHORT);
    }
    return id.length() <= LONGEST && isPlain(id, true) ? id : "call_" + made(id, 26);
  }

  /** An id for a call that its provider gave none. */
  static String of(String answer, int choice, int call) {
    return "call_" + made(answer + '/' + choice, 16) + "_" + call;
  }

  private static boolean isPlain(String id, boolean dashes) {
    return id.chars()
        .allMatch(letter ->
            (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || (dashes && (letter == '_' || letter == '-')));
  }

  private static String made(String id, int length) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      StringBuilder text = new StringBuilder(length);
      for (int i = 0; i < length; i++) {
        text.append(LETTERS[hash[i] & 31]);
      }
      return text.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
