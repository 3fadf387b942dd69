package dev.breakwater.gateway.exchange;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Makes request ids: {@code req_} and 26 characters of Crockford's base 32, of which 48 bits are
 * the time in milliseconds and 80 are random, so that they sort by time. Ids of one maker rise
 * strictly, whatever the clock does. One a loop.
 */
public final class RequestIds {
  private static final String PREFIX = "req_";
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 26;
  private static final int RANDOM_DIGITS = 16;

  private final RandomGenerator random;
  private final byte[] last;
  private long lastMillis = -1;

  public RequestIds(RandomGenerator random) {
    this(PREFIX, random);
  }

  /** Ids of something else that sorts by time. */
  public RequestIds(String prefix, RandomGenerator random) {
    this.random = random;
    this.last = (prefix + "0".repeat(LENGTH)).getBytes(StandardCharsets.ISO_8859_1);
  }

  public String next(long epochMillis) {
    if (epochMillis > lastMillis) {
      lastMillis = epochMillis;
      drawLast();
    } else {
      countLast();
    }
    return new String(last, StandardCharsets.ISO_8859_1);
  }

  /** The first id of a millisecond. */
  private void drawLast() {
    long upper = lastMillis << 16 | (random.nextLong() & 0xFFFF);
    long lower = random.nextLong();
    // 128 bits in 26 digits of 5: the first digit holds the topmost 3.
    for (int digit = 0; digit < LENGTH; digit++) {
      int shift = (LENGTH - 1 - digit) * 5;
      last[last.length - LENGTH + digit] = (byte) DIGITS.charAt(fiveBits(upper, lower, shift));
    }
  }

  /** The id after the last one, nearly always by its last digit alone. */
  private void countLast() {
    for (int digit = 1; digit <= RANDOM_DIGITS; digit++) {
      int place = last.length - digit;
      int following = DIGITS.indexOf(last[place]) + 1;
      last[place] = (byte) DIGITS.charAt(following % DIGITS.length());
      if (following < DIGITS.length()) {
        return;
      }
    }
  }

  private static int fiveBits(long upper, long lower, int shift) {
    long bits;
    if (shift >= 64) {
      bits = upper >>> (shift - 64);
    } else {
      bits = lower >>> shift;
      if (shift > 59) {
        bits |= upper << (64 - shift);
      }
    }
    return (int) (bits & 31);
  }
}
