package dev.breakwater.gateway.price;

import dev.breakwater.wire.conversation.Tokens;
import java.math.BigInteger;

/** What an attempt's tokens cost: exact products, divided once. */
public final class Cost {
  private static final long MILLION = 1_000_000;

  private Cost() {}

  /**
   * The sum of tokens times price in 128 bits, divided by a million once, half up.
   *
   * @return nano-dollars, 0 or more
   */
  public static long of(Tokens tokens, Price price) {
    Sum sum = new Sum();
    sum.add(tokens.input() - tokens.cachedInput() - tokens.cacheWrite(), price.input());
    sum.add(tokens.cachedInput(), price.cachedInput());
    sum.add(tokens.cacheWrite(), price.cacheWrite());
    sum.add(tokens.output() - tokens.reasoning(), price.output());
    sum.add(tokens.reasoning(), price.reasoning());
    return sum.dividedByMillionHalfUp();
  }

  /** An unsigned sum of products in two words; escapes to the heap only when one is too small. */
  private static final class Sum {
    private long high;
    private long low;

    void add(long tokens, long price) {
      long product = tokens * price;
      low += product;
      high += Math.multiplyHigh(tokens, price);
      if (Long.compareUnsigned(low, product) < 0) {
        high++;
      }
    }

    long dividedByMillionHalfUp() {
      if (high == 0 && low >= 0 && low <= Long.MAX_VALUE - MILLION) {
        return (low + MILLION / 2) / MILLION;
      }
      BigInteger whole =
          BigInteger.valueOf(high)
              .shiftLeft(Long.SIZE)
              .or(new BigInteger(Long.toUnsignedString(low)));
      return whole
          .add(BigInteger.valueOf(MILLION / 2))
          .divide(BigInteger.valueOf(MILLION))
          .longValueExact();
    }
  }
}
