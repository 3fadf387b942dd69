package dev.breakwater.simulator.answer;

import java.util.concurrent.ThreadLocalRandom;

/** Makes identifiers that look like a vendor's: a prefix and random letters and digits. */
public final class Identifier {
  private static final char[] ALPHABET =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789".toCharArray();

  private Identifier() {}

  /** The prefix followed by {@code length} random letters and digits. */
  public static String of(String prefix, int length) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder identifier = new StringBuilder(prefix.length() + length).append(prefix);
    for (int index = 0; index < length; index++) {
      identifier.append(ALPHABET[random.nextInt(ALPHABET.length)]);
    }
    return identifier.toString();
  }
}
