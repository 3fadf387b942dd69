package dev.breakwater.server.keys;

import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * Makes keys: {@code bw_}, 40 random characters (238 bits) and 6 of a checksum, by which a mistyped
 * or leaked one is told without a look-up.
 */
public final class NewKey {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM_CHARACTERS = 40;
  private static final int CHECK_CHARACTERS = 6;

  private static final SecureRandom RANDOM = new SecureRandom();

  private NewKey() {}

  /** From any thread. */
  public static String make() {
    return make(RANDOM);
  }

  static String make(SecureRandom random) {
    StringBuilder key = new StringBuilder("bw_");
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      key.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return key.append(checksum(key)).toString();
  }

  private static String checksum(CharSequence text) {
    CRC32 crc = new CRC32();
    text.chars().forEach(crc::update);
    long rest = crc.getValue();
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < CHECK_CHARACTERS; i++) {
      digits.append(DIGITS.charAt((int) (rest % DIGITS.length())));
      rest /= DIGITS.length();
    }
    return digits.toString();
  }
}
