package dev.breakwater.gateway.exchange;

import java.util.random.RandomGenerator;

/**
 * Makes request ids: {@code req_} and 26 characters of Crockford's base 32, of which 48 bits are
 * the time in milliseconds and 80 are random, so that they sort by time. Ids of one maker rise
 * strictly, whatever the clock does. One a loop.
 */
public final class RequestIds {
  private static final String PREFIX = "req_";
  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

  private final String prefix;
  private final RandomGenerator random;
  private long lastMillis = -1;
  private long high;
  private long low;

  public RequestIds(RandomGenerator random) {
    this(PREFIX, random);
  }

  /** Ids of something else that sorts by time. */
  public RequestIds(String prefix, RandomGenerator random) {
    this.prefix = prefix;
    this.random = random;
  }

  public String next(long epochMillis) {
    if (epochMillis > lastMillis) {
      lastMillis = epochMillis;
      high = random.nextLong() & 0xFFFF;
      low = random.nextLong();
    } else if (++low == 0) {
      high = (high + 1) & 0xFFFF;
    }
    char[] text = new char[prefix.length() + 26];
    prefix.getChars(0, prefix.length(), text, 0);
    // 128 bits in 26 digits of 5: the first digit holds the topmost 3.
    long upper = lastMillis << 16 | high;
    for (int digit = 0; digit < 26; digit++) {
      int shift = (25 - digit) * 5;
      text[prefix.length() + digit] = DIGITS[fiveBits(upper, low, shift)];
    }
    return new String(text);
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
