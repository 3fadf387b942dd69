package dev.breakwater.gateway.access;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The form of the keys that Breakwater makes: {@code bw_}, 40 random characters (238 bits) and 6 of
 * a checksum, by which a mistyped one is told without a look-up. Operators may use other strings as
 * keys in their files.
 */
public final class KeyForm {
  public static final String PREFIX = "bw_";
  public static final int RANDOM_CHARACTERS = 40;

  /** What a key is written with. */
  public static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final int CHECK_CHARACTERS = 6;
  private static final int LENGTH = PREFIX.length() + RANDOM_CHARACTERS + CHECK_CHARACTERS;

  private KeyForm() {}

  /** Whether it has the form of a key of ours, and not its checksum: there is no such key. */
  public static boolean isMistyped(String key) {
    if (key.length() != LENGTH || !key.startsWith(PREFIX)) {
      return false;
    }
    for (int at = PREFIX.length(); at < LENGTH; at++) {
      if (!isDigit(key.charAt(at))) {
        return false;
      }
    }
    int checked = LENGTH - CHECK_CHARACTERS;
    long rest = check(key.substring(0, checked));
    for (int at = checked; at < LENGTH; at++) {
      if (key.charAt(at) != DIGITS.charAt((int) (rest % DIGITS.length()))) {
        return true;
      }
      rest /= DIGITS.length();
    }
    return false;
  }

  private static boolean isDigit(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9');
  }

  /**
   * The characters that end a key.
   *
   * @param begun prefix and random characters
   */
  public static String checksum(String begun) {
    long rest = check(begun);
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < CHECK_CHARACTERS; i++) {
      digits.append(DIGITS.charAt((int) (rest % DIGITS.length())));
      rest /= DIGITS.length();
    }
    return digits.toString();
  }

  private static long check(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return crc.getValue();
  }
}
