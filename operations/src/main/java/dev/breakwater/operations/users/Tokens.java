package dev.breakwater.operations.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The secrets of sessions: 256 random bits each, of which only a hash is kept. */
final class Tokens {
  private static final int BYTES = 32;

  /** 32 bytes in base 64. */
  private static final String FORM = "[A-Za-z0-9_-]{43}";

  private Tokens() {}

  /**
   * @param random one that nobody can foresee
   */
  static String make(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return base64(bytes);
  }

  static boolean isOne(String text) {
    return text.matches(FORM);
  }

  /** What is kept. Nobody guesses 256 bits, so it needs neither salt nor effort. */
  static String hash(String token) {
    return HexFormat.of().formatHex(digest("session\n" + token));
  }

  /**
   * What changes have to carry beside the cookie. It follows from the token, so that a page that
   * was loaded again can be told once more; the token does not follow from it.
   */
  static String csrf(String token) {
    return base64(digest("csrf\n" + token));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
